"""Checks of a draft: its schema, its references, and the rules of its kind; the database stands for a folder."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from configuration.kinds import Complaint, Kind, every, named
from configuration.schema import Definition
from configuration.schema_errors import UNKNOWN, place_of
from configuration.specs import references, validated

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Refusal:
    """A sentence that says why data is no definition of its kind, and the place in the data."""

    where: Where
    sentence: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.where))}: {self.sentence}" if self.where else self.sentence


class RefusedDefinition(ValueError):
    """Data that fits no definition of its kind; ``refusals`` say why, all at once."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        super().__init__(" ".join(map(str, refusals)))


def definition_of(kind: Kind[Any], data: Mapping[str, Any]) -> Any:
    """Return DATA as a definition of KIND; raises `RefusedDefinition`."""
    try:
        return validated(kind.schema, data)
    except ValidationError as error:
        # Places are those of the data as it was read: JSON knows no other keys than text.
        plain = json.loads(json.dumps(data, ensure_ascii=False))
        raise RefusedDefinition(list(_refusals(kind, plain, error))) from None


def _refusals(kind: Kind[Any], data: Any, error: ValidationError) -> Iterator[Refusal]:
    found: dict[Where, Refusal] = {}
    for detail in error.errors(include_url=False):
        where, _model = place_of(data, kind.schema, detail["loc"])
        if detail["type"] == UNKNOWN and where[-1:] != detail["loc"][-1:]:
            where = (*where, detail["loc"][-1])
        # Of a value that fits none of several types, our own sentence says most.
        if where not in found or detail["type"] == "value_error":
            found[where] = Refusal(where, _sentence(detail))
    yield from found.values()


def _sentence(detail: ErrorDetails) -> str:
    limits = detail.get("ctx", {})
    sentences = {
        UNKNOWN: _("This key is not known."),
        "missing": _("Something is missing here: %(key)s.") % {"key": detail["loc"][-1] if detail["loc"] else ""},
        "string_pattern_mismatch": _("Use small letters, digits, hyphens and underscores."),
        "greater_than_equal": _("At least %(limit)s.") % {"limit": limits.get("ge")},
        "less_than_equal": _("At most %(limit)s.") % {"limit": limits.get("le")},
        "string_too_long": _("At most %(limit)s characters.") % {"limit": limits.get("max_length")},
        "too_long": _("At most %(limit)s of them.") % {"limit": limits.get("max_length")},
        "too_short": _("At least %(limit)s of them.") % {"limit": limits.get("min_length")},
    }
    return sentences.get(detail["type"], detail["msg"].removeprefix("Value error, "))


class StoredFolder:
    """Definitions in the database, in the shape in which checks of a kind look things up."""

    def all(self, kind: str) -> Mapping[str, Definition]:
        """Return every definition of KIND by code."""
        return {named(kind).code(spec): spec for spec in named(kind).stored()}

    def get(self, kind: str, code: str) -> Definition | None:
        """Return the definition CODE of KIND, or None."""
        return next(iter(named(kind).stored([code])), None)

    def knows(self, kind: str, code: str) -> bool:
        """Return whether the definition CODE of KIND is there."""
        return self.get(kind, code) is not None


def complaints(kind: Kind[Any], spec: Definition) -> list[Complaint]:
    """Return what keeps SPEC from being published; one query for each kind of definition that it refers to."""
    return [*_dangling(spec), *kind.check(spec, StoredFolder())]


def _dangling(spec: Definition) -> Iterator[Complaint]:
    wanted: dict[str, dict[str, Where]] = defaultdict(dict)
    for target, code, where in references(spec):
        wanted[target].setdefault(code, where)
    known = {kind.name: kind for kind in every()}
    for target, codes in wanted.items():
        there = {known[target].code(one) for one in known[target].stored(list(codes))} if target in known else set()
        for code in codes.keys() - there:
            yield Complaint(codes[code], "D206", f"unknown {target} '{code}'")
