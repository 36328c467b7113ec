"""Forms as definitions write them (`forms/<code>.yaml`)."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic import Field as Option

from configuration.schema import Code, Definition, Part, Ref, Said
from forms.conditions import ONLINE
from forms.fields import AnyField
from forms.fields.base import FieldType, Question, one_key
from portal.kit.words import Words


class FormStep(Part):
    step: Code
    title: Said
    text: Said = Words()
    fields: Annotated[list[dict[Code, AnyField]], AfterValidator(one_key)]

    def named(self) -> dict[str, FieldType]:
        """Return the fields by key, in order."""
        return {key: field for one in self.fields for key, field in one.items()}


RoutingRule = Literal["point", "applicant.place", "item.decided_at", "above", "authority"]
ROUTE_BY: tuple[RoutingRule, ...] = ("point", "applicant.place", "item.decided_at", "authority")


class CaseOpening(Part):
    """Case that a submission opens: in this workflow, routed in this order (Art. 17).

    ``route_by`` names the rules that are tried (cases/routing.py): the service point that the applicant chose, the
    place that they named, the only organisation at the levels of the item, the organisation above that service
    point (for complaints: whom they are about does not answer them), the competent authority. Without
    ``applicant.place`` nobody is asked for a place.

    ``mode`` and ``applicant_kind`` name the fields whose answers say how we help and who applies, ``email`` the one
    with the address to which notices go; a form need not have them.
    """

    workflow: Annotated[Code, Ref("workflow")]
    route_by: list[RoutingRule] = [*ROUTE_BY]
    mode: Code = "mode"
    applicant_kind: Code = "applicant_kind"
    email: Code = "email"

    @property
    def asks_place(self) -> bool:
        """Whether the place of the applicant can decide who answers."""
        return "applicant.place" in self.route_by


class Declaration(Part):
    """Declaration that the applicant ticks before sending; never ticked beforehand (Art. 6).

    The case keeps text and version.
    """

    declare: Code
    text: Said
    version: Annotated[str, Option(min_length=1, max_length=40)] = "1"


class CheckPage(Part):
    title: Said
    declare: list[Declaration] = []


class Confirmation(Part):
    next: list[Said] = []


class DraftRule(Part):
    """Handling of drafts that were begun on an earlier version of the form.

    They go on with this version. Until the day ``finish_unchanged_until``, included, they are finished as they began.
    """

    finish_unchanged_until: dt.date | None = None


class FormExample(Part):
    """A test that a form carries: who answers so is asked this, must answer that, or is stopped.

    ``item``, ``point`` and ``place`` are facts without their first word, e.g. ``item: {excluded: true}``. A question
    inside of a group that can be repeated is named with it, ``children.name``; one row that asks it is enough.
    """

    case: str
    answers: dict[str, Any] = {}
    item: dict[str, Any] = {}
    point: dict[str, Any] = {}
    place: dict[str, Any] = {}
    channel: str = ONLINE
    asks: list[str] = []
    does_not_ask: list[str] = []
    requires: list[str] = []
    stops: Code | None = None

    def facts(self) -> dict[str, Any]:
        """Return the facts of the example by name."""
        groups = {"item": self.item, "point": self.point, "place": self.place}
        named = {f"{group}.{name}": value for group, told in groups.items() for name, value in told.items()}
        return {"channel": self.channel} | named


class FormSpec(Definition):
    form: Code
    title: Said
    also_called: Annotated[list[Said], Option(max_length=20)] = []
    """Words under which the search finds the form, too."""
    intro: Said = Words()
    minutes: Annotated[int, Option(ge=1, le=120)] = 5
    read_back: Annotated[Said, Option(description="what staff read aloud; {key} is an answer, [ ] a part of it")] = (
        Words()
    )
    """Sentence that a member of staff reads to the applicant before sending (forms/read_back.py)."""
    opens: CaseOpening
    steps: Annotated[list[FormStep], Option(min_length=1, max_length=12)]
    check: CheckPage
    confirm: Confirmation = Confirmation()
    drafts: DraftRule = DraftRule()
    tests: list[FormExample] = []

    @property
    def destination(self) -> str:
        """The name of the destination that takes the submissions (forms/destinations.py)."""
        return "case"

    def fields(self) -> Iterator[tuple[FormStep, str, FieldType]]:
        """Yield every field with its step and key, in order."""
        for step in self.steps:
            for key, field in step.named().items():
                yield step, key, field

    def questions(self) -> dict[str, Question]:
        """Return the questions by key, in order; those inside of a group stand on the group."""
        return {key: field for _step, key, field in self.fields() if isinstance(field, Question)}

    def step(self, code: str) -> FormStep | None:
        """Return the step CODE, or None."""
        return next((step for step in self.steps if step.step == code), None)
