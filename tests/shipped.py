"""The definitions of Qingdao that the tests of case work use, read from their files."""

from typing import Any

from ruamel.yaml import YAML

from appointments.definitions import AppointmentKindKind
from cases.definitions.workflow import WorkflowKind
from configuration.kinds import Kind
from forms.definitions import FormKind
from tests.running import ROOT

KINDS: tuple[Kind[Any], ...] = (WorkflowKind(), FormKind(), AppointmentKindKind())


def read(kind: Kind[Any], code: str) -> Any:
    """Return the shipped definition CODE of KIND."""
    file = ROOT / "definitions" / "qingdao" / kind.folder / f"{code}.yaml"
    return kind.schema.model_validate(YAML(typ="safe").load(file))


def workflow(code: str) -> Any:
    """Return the shipped workflow CODE."""
    return read(WorkflowKind(), code)


def workflow_with(code: str, moves: dict[str, dict[str, Any]]) -> Any:
    """Return the shipped workflow CODE with changes in MOVES by code, for tests of what a city may write there."""
    plain = workflow(code).model_dump(by_alias=True)
    for move, changes in moves.items():
        plain["moves"][move] |= changes
    return WorkflowKind().schema.model_validate(plain)


def form(code: str) -> Any:
    """Return the shipped form CODE."""
    return read(FormKind(), code)


def appointment(code: str) -> Any:
    """Return the shipped kind of appointment CODE."""
    return read(AppointmentKindKind(), code)
