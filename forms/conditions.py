"""Conditions as data: a mapping is *and*, a list is *one of*; `all`, `any`, `not` combine. Nothing is run as code.

``{mode: agency}`` · ``{applicant_kind: [legal_person, other_organisation]}`` · ``{item.departments: {more_than: 1}}`` ·
``{any: [{visit: home}, {phone: {given: true}}]}``. Names are earlier answers or facts (``item.…``, ``point.…``,
``place.…``, ``channel``); a name without a value holds in no comparison but ``{given: false}``.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from configuration.schema import IsCondition

Known = Mapping[str, Any]

COMPARISONS = ("more_than", "at_least", "before", "given")
FACTS: Mapping[str, type] = {
    "item.code": str,
    "item.form": str,
    "item.class": str,
    "item.excluded": bool,
    "item.departments": float,
    "item.home_visit": bool,
    "item.charged": bool,
    "point.code": str,
    "point.level": str,
    "point.district": str,
    "place.level": str,
    "place.district": str,
    "place.town": str,
    "channel": str,
}
"""Facts that are known beside the answers, and the type of their values: text, a truth value, any number."""
ONLINE = "online"
CHANNELS = (ONLINE, "window", "phone", "paper")
"""Channels by which a form comes in."""


def _shape(condition: dict[str, Any]) -> dict[str, Any]:
    """Refuse what could not be compared: a condition that breaks must not break a citizen's page."""
    if not condition:
        raise ValueError("an empty condition always holds: leave it out")
    for name, wanted in condition.items():
        if name in {"all", "any"}:
            _several(name, wanted)
        elif name == "not":
            _several(name, [wanted])
        elif isinstance(wanted, dict):
            for how, against in wanted.items():
                _bound(how, against)
    return condition


def _several(name: str, parts: Any) -> None:
    if not isinstance(parts, list) or not parts or not all(isinstance(part, dict) for part in parts):
        raise ValueError(f"'{name}' takes {'a condition' if name == 'not' else 'a list of conditions'}")
    for part in parts:
        _shape(part)


def _bound(how: str, against: Any) -> None:
    if how in {"more_than", "at_least"} and type(against) not in {int, float}:
        raise ValueError(f"'{how}' compares with a number, not {against!r}")
    if how == "given" and not isinstance(against, bool):
        raise ValueError("'given' is true or false")
    if how == "before" and against != "today" and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(against)):
        raise ValueError("'before' compares with today or a date, e.g. 2026-10-08")


Condition = Annotated[dict[str, Any], AfterValidator(_shape), IsCondition()]
"""A condition as definitions write it, its shape checked."""


def holds(condition: Condition | None, known: Known, today: dt.date | None = None) -> bool:
    """Return whether CONDITION holds for KNOWN (answers by key and facts by name); no condition always holds."""
    return all(_part(name, wanted, known, today) for name, wanted in (condition or {}).items())


def _part(name: str, wanted: Any, known: Known, today: dt.date | None) -> bool:
    if name == "all":
        return all(holds(inner, known, today) for inner in wanted)
    if name == "any":
        return any(holds(inner, known, today) for inner in wanted)
    if name == "not":
        return not holds(wanted, known, today)
    value = known.get(name)
    if isinstance(wanted, dict):
        return all(_compare(how, against, value, today) for how, against in wanted.items())
    if value is None or value == "":
        return False
    options = wanted if isinstance(wanted, list) else [wanted]
    given = value if isinstance(value, list) else [value]
    return any(one in options for one in given)


def _compare(how: str, against: Any, value: Any, today: dt.date | None) -> bool:
    if how == "given":
        return (value not in (None, "", [])) is against
    if value in (None, ""):
        return False
    if how == "before":
        limit = today if against == "today" else dt.date.fromisoformat(str(against))
        return limit is not None and str(value) < limit.isoformat()
    number = len(value) if isinstance(value, list) else value
    if not isinstance(number, int | float):
        return False
    return bool(number > against if how == "more_than" else number >= against)


def names(condition: Condition | None) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """Yield path, name and wanted value of every comparison in CONDITION, for checks."""
    for name, wanted in (condition or {}).items():
        if name in {"all", "any"} and isinstance(wanted, list):
            for number, inner in enumerate(wanted):
                yield from (((name, number, *path), *rest) for path, *rest in names(inner))
        elif name == "not" and isinstance(wanted, dict):
            yield from ((("not", *path), *rest) for path, *rest in names(wanted))
        else:
            yield (name,), name, wanted
