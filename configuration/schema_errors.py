"""Explanation of pydantic's errors in the words of definitions; and the part of an entry that can be read."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from configuration.layers import LayeredDefinition, Where
from configuration.schema import Definition
from configuration.specs import validated
from configuration.text.csv_lists import inner_type, is_model, union_member, union_members
from configuration.text.problems import Problem, nearest

MOST = 100  # mistakes of one definition that are reported one by one; each is looked up in its file
UNKNOWN, MISSING = "extra_forbidden", "missing"
CHOICES = {"literal_error", "enum"}
NO_SUCH_MEMBER, NO_MEMBER = "union_tag_invalid", "union_tag_not_found"


def explained(entry: LayeredDefinition, error: ValidationError) -> Iterator[Problem]:
    """Yield what is wrong with ENTRY; of a value that fits none of several types, what its best type says."""
    best: dict[tuple[Where, str], ErrorDetails] = {}
    if error.error_count() > MOST:
        yield Problem(
            entry.place(), "D203", f"{error.error_count()} mistakes in one definition", f"the first {MOST} follow"
        )
    for detail in islice(error.errors(include_url=False), MOST):
        where, _model = _walk(entry, detail["loc"])
        if where and where[0] in entry.spoiled:
            continue
        alone = str(detail["loc"]) if detail["type"] in {UNKNOWN, MISSING} else ""
        known = best.get((where, alone))
        if known is None or _rank(detail) < _rank(known):
            best[where, alone] = detail
    yield from (_explained(entry, detail) for detail in best.values())


def _rank(detail: ErrorDetails) -> int:
    return 0 if detail["type"] == "value_error" else 1 if detail["type"] in CHOICES else 2


def _explained(entry: LayeredDefinition, detail: ErrorDetails) -> Problem:
    if detail["type"] in {NO_SUCH_MEMBER, NO_MEMBER}:
        return _no_member(entry, detail)
    where, model = _walk(entry, detail["loc"])
    kind, value = detail["type"], detail.get("input")
    place = entry.place(where, key=kind == UNKNOWN)
    if kind == UNKNOWN:
        last = str(detail["loc"][-1])
        return Problem(place, "D201", f"unknown key '{last}'", nearest(last, _keys(model)))
    if kind == MISSING:
        last = str(detail["loc"][-1])
        return Problem(place, "D202", f"'{last}' is missing", f"add '{last}: …'")
    last = str(where[-1]) if where else ""
    if kind in CHOICES:
        expected = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ",")
        remedy = nearest(str(value), [word.strip("' ") for word in expected.split(",")], all_of=20)
        return Problem(place, "D204", f"'{value}' is not one of the values of '{last}'", remedy)
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        return Problem(place, "D205", f"{value} is read as a number, '{last}' is text", f'put it in quotes: "{value}"')
    sentence = detail["msg"].removeprefix("Value error, ")
    found = "" if isinstance(value, dict | list) else f", not {value!r}"
    return Problem(place, "D203", f"'{last}': {sentence}{found}")


def _no_member(entry: LayeredDefinition, detail: ErrorDetails) -> Problem:
    """Return the problem of a part whose key for its type, e.g. ``type``, is missing or says an unknown word."""
    where, _model = _walk(entry, detail["loc"])
    told = detail["ctx"]
    key = told["discriminator"].strip("'")
    if detail["type"] == NO_MEMBER:
        return Problem(entry.place(where), "D202", f"'{key}' is missing", f"add '{key}: …'")
    known = [word.strip("' ") for word in told["expected_tags"].split(",")]
    remedy = nearest(str(told["tag"]), known, all_of=20)
    return Problem(entry.place((*where, key)), "D204", f"'{told['tag']}' is not one of the values of '{key}'", remedy)


def readable(entry: LayeredDefinition, error: ValidationError) -> tuple[Definition | None, frozenset[str]]:
    """Return ENTRY without what ERROR says is wrong, or None, and the keys of which nothing more can be said.

    Unknown keys are left out wherever they stand; of other mistakes the whole top-level key, if it may be missing.
    """
    data: Any = deepcopy(entry.data)
    wrong: set[str] = set()
    if error.error_count() > MOST:
        return None, frozenset()
    for detail in error.errors(include_url=False):
        where, _model = _walk(entry, detail["loc"])
        if detail["type"] == UNKNOWN:
            inner = data
            for step in where[:-1]:
                inner = inner[step]
            inner.pop(where[-1], None)
        else:
            wrong.update(map(str, where[:1]))
    for _attempt in range(2):
        try:
            return validated(entry.kind.schema, _without(data, wrong)), frozenset(wrong)
        except ValidationError as again:
            # What was left of a part may be no part any more.
            wrong.update(str(detail["loc"][0]) for detail in again.errors() if detail["loc"])
    return None, frozenset(wrong)


def _without(data: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}


def _walk(entry: LayeredDefinition, loc: tuple[str | int, ...]) -> tuple[Where, type[BaseModel] | None]:
    return place_of(entry.data, entry.kind.schema, loc)


def place_of(data: Any, schema: Any, loc: tuple[str | int, ...]) -> tuple[Where, type[BaseModel] | None]:
    """Return LOC without the steps that pydantic adds for unions, and the model in which its last key stands.

    DATA is what was validated as a definition of SCHEMA, as far as it goes.
    """
    where: list[str | int] = []
    model: Any = schema
    for number, step in enumerate(loc):
        if union_members(model):
            # Below a union of parts the first step names the part.
            model = union_member(model, data)
            continue
        here = isinstance(data, dict) and step in data
        if here or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            where.append(step)
            if number < len(loc) - 1:
                data, model = data[step], inner_type(model, step)
    return tuple(where), model if is_model(model) else None


def _keys(model: type[BaseModel] | None) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()] if model else []
