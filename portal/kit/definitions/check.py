"""Every mistake at once: schemas, references, renamings, then what each kind finds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.kit import languages
from portal.kit.definitions import kinds, renaming
from portal.kit.definitions.fields import Definition
from portal.kit.definitions.layers import Entry, Reading, Where
from portal.kit.definitions.lists import inner_type
from portal.kit.definitions.problems import Problem, nearest
from portal.kit.definitions.specs import references, validated
from portal.kit.definitions.spool import Shelf
from portal.kit.models import AppliedDefinition


@dataclass
class Checked:
    """The valid definitions of some layers by kind and code: what kinds look things up in."""

    reading: Reading
    specs: dict[str, Shelf[Definition]] = field(default_factory=lambda: defaultdict(Shelf))
    problems: list[Problem] = field(default_factory=list)

    def all(self, kind: str) -> Mapping[str, Definition]:
        """Return the definitions of KIND by code."""
        return self.specs.get(kind, {})

    def get(self, kind: str, code: str) -> Definition | None:
        """Return the definition of KIND and CODE, or None."""
        return self.all(kind).get(code)


def check(reading: Reading) -> Checked:
    """Return what READING defines, with every problem found.

    Looks into the database only for references to what no file defines, and for renamings.
    """
    checked = Checked(reading, problems=list(reading.problems))
    with languages.reading(reading.languages):
        for entry in reading.entries.values():
            try:
                checked.specs[entry.kind.name][entry.code] = validated(entry.kind.schema, entry.data)
            except ValidationError as error:
                checked.problems.extend(_explained(entry, detail) for detail in error.errors(include_url=False))
        checked.problems.extend(_dangling(checked))
        checked.problems.extend(renaming.mistakes(reading))
        checked.problems.extend(_complaints(checked))
    checked.problems = list(dict.fromkeys(checked.problems))
    return checked


def _explained(entry: Entry, detail: ErrorDetails) -> Problem:
    """Turn one error of pydantic into the words of definitions."""
    where, model = _walk(entry, detail["loc"])
    place, kind, value = (
        entry.place(where, key=detail["type"] == "extra_forbidden"),
        detail["type"],
        detail.get("input"),
    )
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    if kind == "extra_forbidden":
        return Problem(place, "D201", f"unknown key '{last}'", nearest(last, _keys(model)))
    if kind == "missing":
        return Problem(place, "D202", f"'{last}' is missing", f"add '{last}: …'")
    if kind in {"literal_error", "enum"}:
        choices = [
            word.strip("' ") for word in str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ",").split(",")
        ]
        return Problem(
            place, "D204", f"'{value}' is not one of the values of '{last}'", nearest(str(value), choices, all_of=20)
        )
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        return Problem(place, "D205", f"{value} is read as a number, '{last}' is text", f'put it in quotes: "{value}"')
    sentence = detail["msg"].removeprefix("Value error, ")
    found = "" if isinstance(value, dict | list) else f", not {value!r}"
    return Problem(place, "D203", f"'{last}': {sentence}{found}")


def _walk(entry: Entry, loc: tuple[str | int, ...]) -> tuple[Where, type[BaseModel] | None]:
    """Return LOC without the steps that pydantic adds for unions, and the model in which its last key stands."""
    data: Any = entry.data
    where: list[str | int] = []
    model: Any = entry.kind.schema
    for number, step in enumerate(loc):
        here = isinstance(data, dict) and step in data
        if here or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            where.append(step)
            data = data[step]
            if number < len(loc) - 1:
                model = inner_type(model, step)
    return tuple(where), model if isinstance(model, type) and issubclass(model, BaseModel) else None


def _keys(model: type[BaseModel] | None) -> list[str]:
    return [f.alias or name for name, f in model.model_fields.items()] if model else []


def _dangling(checked: Checked) -> Iterator[Problem]:
    """Yield references that lead nowhere: not to a file, not to an object made in the admin."""
    entries = checked.reading.entries
    missing: dict[str, list[tuple[str, Entry, Where]]] = defaultdict(list)
    for kind, specs in checked.specs.items():
        for code, spec in specs.items():
            for target, wanted, where in references(spec):
                if (target, wanted) not in entries:
                    missing[target].append((wanted, entries[kind, code], where))
    for target, uses in missing.items():
        born = _made_in_admin(target, {wanted for wanted, _entry, _where in uses})
        known = [code for name, code in entries if name == target]
        for wanted, entry, where in uses:
            if wanted not in born:
                message = f"unknown {target} '{wanted}'"
                yield Problem(entry.place(where), "D206", message, nearest(wanted, [*known, *born]))


def _made_in_admin(name: str, codes: set[str]) -> set[str]:
    """Return those of CODES that exist although no definition ever made them."""
    kind = next((kind for kind in kinds.every() if kind.name == name), None)
    if kind is None:
        return set()
    based = set(AppliedDefinition.objects.filter(kind=name, code__in=codes).values_list("code", flat=True))
    return {kind.code(spec) for spec in kind.stored(codes - based)} if codes - based else set()


def _complaints(checked: Checked) -> Iterator[Problem]:
    for kind in kinds.every():
        for code, spec in checked.all(kind.name).items():
            entry = checked.reading.entries[kind.name, code]
            for complaint in kind.check(spec, checked):
                yield Problem(entry.place(complaint.where), complaint.code, complaint.message, complaint.remedy)


def advice(checked: Checked) -> Iterator[Problem]:
    """Yield what kinds advise on valid definitions, in the shape of a problem: nothing of it stops an apply."""
    with languages.reading(checked.reading.languages):
        for kind in kinds.every():
            for code, spec in checked.all(kind.name).items():
                entry = checked.reading.entries[kind.name, code]
                for found in kind.advise(spec, checked):
                    yield Problem(entry.place(found.where), found.code, found.message, found.remedy)
