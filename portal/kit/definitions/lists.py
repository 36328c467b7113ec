"""CSV lists: many small definitions in one file. The header names the keys, ``name.en`` a language or part.

An empty cell means "not given"; several values in a cell stand apart by ``|``.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from portal.kit.definitions.problems import DefinitionsError, Place, Problem
from portal.kit.definitions.source import resolve
from portal.kit.words import Words

MAX_CELLS = 60


@dataclass(frozen=True)
class Row:
    """One row: its cells by column, its first line, and its raw lines from ``start`` to ``end`` in the text."""

    cells: dict[str, str]
    line: int
    start: int
    end: int


def header(text: str) -> list[str]:
    """Return the names of the columns of TEXT."""
    return next(csv.reader([text.split("\n", 1)[0].rstrip("\r")]), [])


def rows(text: str, path: str) -> Iterator[Row]:
    """Yield the rows of TEXT; DefinitionsError for a header or row that does not fit, PATH names the file."""
    lines = text.splitlines(keepends=True)
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
                raise DefinitionsError([Problem(Place(path, line, 1, 1, text), "D112", message)])
            yield Row(dict(zip(names, cells, strict=True)), line, offsets[line - 1], offsets[before])
    except csv.Error as error:
        place = Place(path, max(reader.line_num, 1), 1, 1, text)
        raise DefinitionsError([Problem(place, "D112", f"not CSV: {error}")]) from None


def _check_header(names: list[str], path: str, text: str) -> None:
    if not names or len(names) > MAX_CELLS or not all(names) or len(set(names)) != len(names):
        message = f"the first line must name each column once, at most {MAX_CELLS}"
        raise DefinitionsError([Problem(Place(path, 1, 1, 1, text), "D112", message)])


def data_of(row: Row, schema: type[BaseModel]) -> dict[str, Any]:
    """Return what ROW says of a definition of SCHEMA.

    ``name`` and ``name.en`` together become text by language, ``days.promised`` the key of a part.
    """
    data: dict[str, Any] = {}
    for name, cell in row.cells.items():
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
    if inner and isinstance(annotation, type) and issubclass(annotation, BaseModel):
        annotation = annotation_of(annotation, inner)
    if get_origin(annotation) is list:
        return [part.strip() for part in cell.split("|")]
    return cell if annotation in {str, Words, None} else resolve(cell)


def annotation_of(schema: type[BaseModel], key: str) -> Any:
    """Return the bare type of KEY in SCHEMA: the type without None and marks; None for an unknown key."""
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


def inner_type(annotation: Any, step: str | int) -> Any:
    """Return the bare type that stands at STEP (a key, or any number for an item) inside ANNOTATION, or None."""
    annotation = bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation_of(annotation, str(step))
    arguments = get_args(annotation)
    return bare(arguments[-1]) if arguments else None
