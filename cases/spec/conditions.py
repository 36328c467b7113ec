"""Conditions as data: nothing is evaluated.

A mapping is *and*; ``all``, ``any``, ``not`` combine; a list is *one of*; ``more_than``, ``at_least``, ``before`` and
``given`` compare. Names are earlier answers by key, ``channel``, and facts with a dot: ``item.…``, ``items.…``,
``point.…``. A name without a value makes every comparison false, except ``given: false``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator

Answers = Mapping[str, Any]
Facts = Mapping[str, Any]
"""What is known besides the answers, e.g. ``{"item.excluded": False, "channel": "online", "today": "2026-11-24"}``."""

# The facts a condition may name, and the type of each.
KNOWN_FACTS: Mapping[str, type] = {
    "channel": str,
    "item.class": str,
    "item.code": str,
    "item.decided_at": list,
    "item.excluded": bool,
    "item.home_visit": bool,
    "items.departments": int,
    "point.code": str,
    "point.level": str,
}
COMPARISONS = ("more_than", "at_least", "before", "given")
EMPTY = (None, "", [], {})


@dataclass(frozen=True)
class Use:
    """One comparison inside a condition: where it stands, the name it looks at, what it expects."""

    where: tuple[str | int, ...]
    name: str
    expected: Any


def holds(condition: Mapping[str, Any] | None, answers: Answers, facts: Facts) -> bool:
    """Return whether CONDITION is true; no condition always is."""
    return all(_part(key, value, answers, facts) for key, value in (condition or {}).items())


def uses(condition: Mapping[str, Any] | None, where: tuple[str | int, ...] = ()) -> Iterator[Use]:
    """Yield every comparison in CONDITION, at any depth."""
    for key, value in (condition or {}).items():
        if key in {"all", "any"}:
            for number, part in enumerate(value):
                yield from uses(part, (*where, key, number))
        elif key == "not":
            yield from uses(value, (*where, key))
        else:
            yield Use((*where, key), key, value)


def _part(key: str, value: Any, answers: Answers, facts: Facts) -> bool:
    if key == "all":
        return all(holds(part, answers, facts) for part in value)
    if key == "any":
        return any(holds(part, answers, facts) for part in value)
    if key == "not":
        return not holds(value, answers, facts)
    known = facts if key in KNOWN_FACTS else answers
    return _compare(known.get(key), value, facts)


def _compare(actual: Any, expected: Any, facts: Facts) -> bool:
    if isinstance(expected, Mapping):
        return all(_measure(actual, word, bound, facts) for word, bound in expected.items())
    if actual in EMPTY:
        return False
    wanted = expected if isinstance(expected, list) else [expected]
    return any(one in wanted for one in (actual if isinstance(actual, list) else [actual]))


def _measure(actual: Any, word: str, bound: Any, facts: Facts) -> bool:
    if word == "given":
        return (actual not in EMPTY) is bound
    if actual in EMPTY:
        return False
    if word == "before":
        return str(actual) < str(facts["today"] if bound == "today" else bound)
    size = len(actual) if isinstance(actual, list) else actual
    return size > bound if word == "more_than" else size >= bound


def _shape(condition: dict[str, Any]) -> dict[str, Any]:
    if not condition:
        raise ValueError("an empty condition is always true: leave it out")
    for key, value in condition.items():
        _shape_of_part(key, value)
    return condition


def _shape_of_part(key: str, value: Any) -> None:
    if key in {"all", "any"}:
        if not isinstance(value, list) or not value or not all(isinstance(part, dict) for part in value):
            raise ValueError(f"'{key}' takes a list of conditions")
        for part in value:
            _shape(part)
    elif key == "not":
        if not isinstance(value, dict):
            raise ValueError("'not' takes one condition")
        _shape(value)
    elif isinstance(value, dict):
        for word, bound in value.items():
            if word not in COMPARISONS:
                raise ValueError(f"'{word}' is no comparison; known: {', '.join(COMPARISONS)}")
            if not BOUNDS[word](bound):
                raise ValueError(f"'{word}' cannot be compared with {bound!r}")
    elif isinstance(value, list) and not value:
        raise ValueError(f"'{key}' is one of nothing: name at least one value")


BOUNDS: Mapping[str, Callable[[Any], bool]] = {
    "more_than": lambda bound: type(bound) in {int, float},
    "at_least": lambda bound: type(bound) in {int, float},
    "before": lambda bound: isinstance(bound, str),
    "given": lambda bound: isinstance(bound, bool),
}

Condition = Annotated[dict[str, Any], AfterValidator(_shape)]
"""A condition as definitions write it, its shape checked."""
