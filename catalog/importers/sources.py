"""CSV, XLSX, JSON and JSON Lines as one stream of rows; a row that cannot be read is a row with a problem."""

import csv
import json
import math
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_CELL = 10_000  # characters; the longest element of a real list is a tenth of it
MAX_READ = 64 * 1024 * 1024  # characters of one CSV field or one line of JSON, bytes of a JSON or unpacked XLSX file
EXACT = 10**15  # spreadsheets keep 15 digits of a number
FORMATS = (".csv", ".xlsx", ".json", ".jsonl", ".ndjson")


class SourceError(Exception):
    """The file as a whole cannot be read; the sentence says what to do."""


@dataclass(frozen=True)
class Row:
    """One row: ``number`` counts from 1 without the header; ``problem`` says why its cells are not to be trusted."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def rows(path: Path, *, encoding: str = "utf-8") -> Iterator[Row]:
    """Yield the rows of the file PATH by its ending; SourceError if it cannot be read at all.

    ENCODING holds for CSV and JSON Lines; a byte-order mark is taken off.
    """
    readers = {".csv": _csv, ".xlsx": _xlsx, ".json": _json, ".jsonl": _lines, ".ndjson": _lines}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SourceError(f"{path.name}: save the list as one of {', '.join(FORMATS)}.")
    try:
        yield from reader(path, encoding)
    except UnicodeDecodeError:
        raise SourceError(
            f"{path.name} is not {encoding}: write `encoding: gb18030` in the mapping, or save it as UTF-8."
        ) from None
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror or error}.") from None


def read_through(path: Path, *, encoding: str = "utf-8") -> None:
    """Read the file PATH to its end, so that one which breaks off is refused before anything of it is written."""
    for _row in rows(path, encoding=encoding):
        pass


def _csv(path: Path, encoding: str) -> Iterator[Row]:
    with _long_fields(), path.open(encoding=_with_bom(encoding), newline="") as stream:
        reader = csv.reader(stream)
        names: list[str] = []
        try:
            names = next(reader, [])
            for number, cells in enumerate((cells for cells in reader if cells), 1):
                yield _row(number, names, cells)
        except csv.Error as error:
            raise SourceError(f"{path.name}, line {reader.line_num}: {error}. Save the list again as CSV.") from None


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let a cell be long, so that it is one bad row and not the end of the file."""
    old = csv.field_size_limit(MAX_READ)
    try:
        yield
    finally:
        csv.field_size_limit(old)


def _xlsx(path: Path, encoding: str) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > 4 * MAX_READ:
                raise SourceError(f"{path.name} unpacks to more than {4 * MAX_READ} bytes: split it.")
        book = load_workbook(path, read_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError):
        raise SourceError(f"{path.name} is no XLSX file: open it in a spreadsheet and save it again.") from None
    try:
        lines = book.worksheets[0].iter_rows(values_only=True)
        names = [str(name or "") for name in next(lines, ())]
        for number, cells in enumerate((cells for cells in lines if any(c is not None for c in cells)), 1):
            yield _row(number, names, cells)
    finally:
        book.close()


def _json(path: Path, encoding: str) -> Iterator[Row]:
    if path.stat().st_size > MAX_READ:
        raise SourceError(f"{path.name} is larger than {MAX_READ} bytes: save it as JSON Lines (.jsonl).")
    try:
        data = json.loads(path.read_text(_with_bom(encoding)))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} is not JSON: {error}.") from None
    if not isinstance(data, list):
        raise SourceError(f"{path.name} must hold a list of rows: [{{…}}, {{…}}].")
    for number, value in enumerate(data, 1):
        yield _from_json(number, value)


def _lines(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=_with_bom(encoding)) as stream:
        for number, line in enumerate((line for line in stream if line.strip()), 1):
            try:
                yield _from_json(number, json.loads(line))
            except (ValueError, RecursionError):
                yield Row(number, problem="a line that is not JSON, perhaps a page of HTML")


def _from_json(number: int, value: Any) -> Row:
    if not isinstance(value, dict):
        return Row(number, problem=f"{type(value).__name__} instead of a row with named values")
    return _row(number, list(value), list(value.values()))


def _row(number: int, names: Iterable[str], cells: Iterable[Any]) -> Row:
    names, cells = list(names), list(cells)
    if len(cells) > len(names):
        return Row(number, problem=f"{len(cells)} cells under {len(names)} headings")
    read: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        text, problem = _text(cell)
        if problem:
            return Row(number, problem=f"column '{name}': {problem}")
        read[name] = text
    return Row(number, read)


def _text(cell: Any) -> tuple[str, str]:
    """Return CELL as text, and what is wrong with it."""
    if isinstance(cell, bool | dict | list):
        return "", f"{type(cell).__name__} instead of text"
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            return "", f"{cell} instead of a number"
        text = str(int(cell)) if cell == int(cell) else str(cell)
        return text, "a number too long for a spreadsheet; store it as text" if abs(cell) >= EXACT else ""
    text = "" if cell is None else str(cell)
    if len(text) > MAX_CELL:
        return "", f"{len(text)} characters, at most {MAX_CELL}"
    if text.startswith("="):
        return "", "a formula instead of text"
    return text, "a null character" if "\x00" in text else ""


def _with_bom(encoding: str) -> str:
    return "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
