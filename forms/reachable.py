"""Lines of a form that nobody can ever see, because no answers fulfil their conditions. Tried, not reasoned about."""

import datetime as dt
import itertools
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from forms.conditions import FACTS, Condition, holds, names
from forms.fields.base import FieldType, OptionsQuestion, Question
from forms.spec import FormSpec

TODAY = dt.date(2026, 1, 5)
MOST = 4000  # combinations of one condition that are tried; of a condition with more nothing is said
FRESH = "\0"  # a text that no condition names
Lines = Mapping[str, FieldType]


def never_shown(spec: FormSpec) -> set[str]:
    """Return the keys of the lines of SPEC that are shown for no answers and facts at all."""
    lines = {key: field for _step, key, field in spec.fields()}
    return {key for key, field in lines.items() if field.when and not _can_hold(field.when, lines)}


def _can_hold(condition: Condition, lines: Lines) -> bool:
    needed = _needed(condition, lines)
    values = {name: _values(name, lines, needed) for name in needed}
    combinations = 1
    for several in values.values():
        combinations *= len(several)
    if combinations > MOST:
        return True
    order = [name for name in (*FACTS, *lines) if name in values]
    nothing = tuple(None for _name in order)
    tried = itertools.chain([nothing], itertools.product(*(values[name] for name in order)))
    return any(holds(condition, _known(order, one, lines), TODAY) for one in tried)


def _known(order: list[str], values: tuple[Any, ...], lines: Lines) -> dict[str, Any]:
    """Return what is known of the names in ORDER with VALUES: an answer counts only where it is asked."""
    known: dict[str, Any] = {}
    for name, value in zip(order, values, strict=True):
        if value is not None and (name not in lines or holds(lines[name].when, known, TODAY)):
            known[name] = value
    return known


def _needed(condition: Condition, lines: Lines) -> dict[str, list[Any]]:
    """Return what is compared, by name, in CONDITION and in those of the questions of which it speaks."""
    found: dict[str, list[Any]] = {}
    waiting = [condition]
    while waiting:
        for _path, name, wanted in names(waiting.pop()):
            field = lines.get(name)
            if name not in found and field is not None and field.when:
                waiting.append(field.when)
            if name in FACTS or isinstance(field, Question):
                found.setdefault(name, []).append(wanted)
    return found


def _values(name: str, lines: Lines, needed: Mapping[str, list[Any]]) -> list[Any]:
    """Return values of NAME among which every comparison with it comes out in every way; None for no value.

    Those that are compared with come first: with them most conditions hold at once.
    """
    field = lines.get(name)
    kind = field.equals if isinstance(field, Question) else FACTS.get(name, str)
    found = dict.fromkeys(value for wanted in needed[name] for value in _wanted(wanted))
    if isinstance(field, OptionsQuestion):
        options = [*dict.fromkeys([*(one for one in found if one in field.values()), *field.values()])]
        return [*(_lists(options) if "more_than" in field.compares else options), None]
    return [*dict.fromkeys([*found, *((True, False) if kind is bool else (FRESH,))]), None]


def _wanted(wanted: Any) -> Iterator[Any]:
    """Yield the values with which a comparison with WANTED comes out in every way."""
    if isinstance(wanted, dict):
        for how, against in wanted.items():
            yield from _around(how, against)
    else:
        several = wanted if isinstance(wanted, list) else [wanted]
        yield from (value for value in several if isinstance(value, Hashable))


def _around(how: str, against: Any) -> Iterator[Any]:
    if how == "before":
        day = TODAY if against == "today" else dt.date.fromisoformat(str(against))
        yield from ((day + dt.timedelta(days=step)).isoformat() for step in (-1, 0))
    elif how in {"more_than", "at_least"}:
        yield from (against - 1, against, against + 1)


def _lists(options: list[str]) -> Iterator[list[str]]:
    """Yield each of OPTIONS alone, all of them, and all without one."""
    yield from ([option] for option in options)
    yield options
    yield from ([one for one in options if one != option] for option in options)
