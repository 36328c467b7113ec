"""CSV lists: many small definitions in one file. The header names the keys, ``name.en`` a language or part.

An empty cell means "not given"; several values in a cell stand apart by ``|``.
"""

import csv
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from types import UnionType
from typing import Any, Literal, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel

from configuration.text.problems import DefinitionsError, Problem, TextPlace, nearest
from configuration.text.source import resolve
from portal.kit.words import Words

MAX_CELLS = 60
MAX_LINES = 20_000  # of one list


@dataclass(frozen=True)
class CsvRow:
    """One row: its cells by column, its first line, and its raw lines from ``start`` to ``end`` in the text."""

    cells: dict[str, str]
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class BrokenRow:
    """A row with too few or too many cells: what is wrong with it, and the cells that stand under a name."""

    problem: Problem
    cells: dict[str, str]


def header(text: str) -> list[str]:
    """Return the names of the columns of TEXT."""
    return next(csv.reader([text.split("\n", 1)[0].rstrip("\r")]), [])


def rows(text: str, path: str) -> Iterator[CsvRow | BrokenRow]:
    """Yield the rows of TEXT; DefinitionsError if it is no list, PATH names the file."""
    lines = text.splitlines(keepends=True)
    if len(lines) > MAX_LINES:
        place = TextPlace(path, MAX_LINES + 1, 1, 1, text)
        raise DefinitionsError([Problem(place, "D102", f"more than {MAX_LINES} lines in one list", "split it")])
    offsets = [0, *accumulate(len(line) for line in lines)]
    reader = csv.reader(lines, strict=True)
    try:
        names = next(reader, [])
        _check_header(names, path, text)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cells):
                continue
            if len(cells) != len(names):
                message = f"{len(cells)} cells in this row, {len(names)} in the header"
                problem = Problem(TextPlace(path, line, 1, 1, text), "D112", message)
                yield BrokenRow(problem, dict(zip(names, cells, strict=False)))
                continue
            yield CsvRow(dict(zip(names, cells, strict=True)), line, offsets[line - 1], offsets[before])
    except csv.Error as error:
        place = TextPlace(path, max(reader.line_num, 1), 1, 1, text)
        raise DefinitionsError([Problem(place, "D112", f"not CSV: {error}")]) from None


def _check_header(names: list[str], path: str, text: str) -> None:
    if not names or len(names) > MAX_CELLS or not all(names) or len(set(names)) != len(names):
        message = f"the first line must name each column once, at most {MAX_CELLS}"
        raise DefinitionsError([Problem(TextPlace(path, 1, 1, 1, text), "D112", message)])


def unknown_columns(text: str, path: str, schema: type[BaseModel]) -> Iterator[tuple[str, Problem]]:
    """Yield the columns of TEXT that no definition of SCHEMA has, each with what is wrong with it."""
    known = [info.alias or name for name, info in schema.model_fields.items()]
    first = text.split("\n", 1)[0]
    for name in header(text):
        if name.partition(".")[0] not in known:
            place = TextPlace(path, 1, max(first.find(name), 0) + 1, len(name), text)
            yield name, Problem(place, "D201", f"unknown key '{name}'", nearest(name, known))


def data_of(cells: dict[str, str], schema: type[BaseModel]) -> dict[str, Any]:
    """Return what the CELLS of a row say of a definition of SCHEMA.

    ``name`` and ``name.en`` together become text by language, ``days.promised`` the key of a part.
    """
    data: dict[str, Any] = {}
    for name, cell in cells.items():
        if cell == "":
            continue
        key, _dot, inner = name.partition(".")
        value = _value(cell, schema, key, inner)
        if inner:
            base = data.get(key)
            data[key] = dict(base if isinstance(base, dict) else Words.of(base), **{inner: value})
        else:
            data[key] = value
    return data


def _value(cell: str, schema: type[BaseModel], key: str, inner: str) -> Any:
    annotation = annotation_of(schema, key)
    if inner and is_model(annotation):
        annotation = annotation_of(annotation, inner)
    if get_origin(annotation) is list:
        return [part.strip() for part in cell.split("|")]
    return cell if annotation in {str, Words, None} else resolve(cell)


def annotation_of(schema: type[BaseModel], key: str) -> Any:
    """Return the bare type of KEY in SCHEMA: the type without None and metadata; None for an unknown key."""
    found = next((f for name, f in schema.model_fields.items() if key in {name, f.alias}), None)
    return bare(found.annotation) if found else None


def bare(annotation: Any) -> Any:
    """Return ANNOTATION without ``| None`` and ``Annotated``."""
    if hasattr(annotation, "__metadata__"):
        return bare(annotation.__origin__)
    arguments = [one for one in get_args(annotation) if one is not type(None)]
    if type(None) in get_args(annotation) and len(arguments) == 1:
        return bare(arguments[0])
    return annotation


def is_model(annotation: Any) -> TypeGuard[type[BaseModel]]:
    """Return whether ANNOTATION is that of a definition or a part of one."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def union_members(annotation: Any) -> list[type[BaseModel]]:
    """Return the parts that may stand where ANNOTATION is a union of parts; empty for any other type."""
    annotation = bare(annotation)
    return [*_members(annotation)] if get_origin(annotation) in {Union, UnionType} else []


@cache
def _members(union: Any) -> tuple[type[BaseModel], ...]:
    return tuple(one for one in map(bare, get_args(union)) if is_model(one))


@cache
def _by_literal(members: tuple[type[BaseModel], ...]) -> dict[tuple[str, Any], type[BaseModel]]:
    """Return MEMBERS by the name and the value of their literals, e.g. ``("type", "date")``; the first one counts."""
    found: dict[tuple[str, Any], type[BaseModel]] = {}
    for member in members:
        for name, info in member.model_fields.items():
            for value in get_args(info.annotation) if get_origin(info.annotation) is Literal else ():
                found.setdefault((name, value), member)
    return found


def union_member(annotation: Any, data: Any) -> Any:
    """Return ANNOTATION, bare; of a union of parts the one whose literal stands in DATA, e.g. ``type: date``."""
    members = union_members(annotation) if isinstance(data, Mapping) else []
    if members:
        by_literal = _by_literal(tuple(members))
        pairs = ((name, value) for name, value in data.items() if isinstance(value, Hashable))
        found = [by_literal[pair] for pair in pairs if pair in by_literal]
        if found:
            return min(found, key=members.index)
    return bare(annotation)


def inner_type(annotation: Any, step: str | int) -> Any:
    """Return the bare type that stands at STEP (a key, or any number for an item) inside ANNOTATION, or None."""
    annotation = bare(annotation)
    if is_model(annotation):
        return annotation_of(annotation, str(step))
    if members := union_members(annotation):
        # A key that several parts of a union have holds the same type in all of them.
        return next((found for one in members if (found := annotation_of(one, str(step))) is not None), None)
    arguments = get_args(annotation)
    return bare(arguments[-1]) if arguments else None
