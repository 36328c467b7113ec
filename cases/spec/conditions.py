"""Conditions as data: a mapping is *and*, a list is *one of*; `all`, `any`, `not` combine. Nothing is run as code.

``{mode: agency}`` · ``{applicant_kind: [legal_person, other_organisation]}`` · ``{item.departments: {more_than: 1}}`` ·
``{any: [{visit: home}, {phone: {given: true}}]}``. Names are earlier answers or facts (``item.…``, ``point.…``,
``channel``); a name without a value holds in no comparison but ``{given: false}``.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

Condition = dict[str, Any]
Known = Mapping[str, Any]

COMPARISONS = ("more_than", "at_least", "before", "given")
FACTS = ("item.excluded", "item.departments", "item.form", "point.level", "channel")


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
        return limit is not None and dt.date.fromisoformat(str(value)) < limit
    number = len(value) if isinstance(value, list) else float(value)
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
