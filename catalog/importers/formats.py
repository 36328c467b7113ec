"""CSV, XLSX, JSON and JSON Lines as rows of text. Runs in a process of its own (`sources` starts it), without Django.

`python -m catalog.importers.formats FILE SUFFIX ENCODING` writes one JSON list a line: ``["row", number, cells,
problem]`` for each row, or as the last one ``["refused", reason, detail]`` if the file cannot be read.
"""

import csv
import io
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from portal.kit import archives, confined, file_limits

EXACT = 10**15  # spreadsheets keep 15 digits of a number

Row = tuple[int, dict[str, str], str]
Line = TypeVar("Line")


class UnreadableListError(Exception):
    """The file cannot be read: ``reason`` is a name that `sources` has a sentence for."""

    def __init__(self, reason: str, detail: str | int = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


def rows(path: Path, suffix: str, encoding: str) -> Iterator[Row]:
    """Yield number (from 1, without the header), cells by heading, and problem of each row; raises RefusedError."""
    reader = {".csv": _csv, ".xlsx": _xlsx, ".json": _json}.get(suffix, _lines)
    most = file_limits.LIST_ROWS[suffix]
    try:
        "".encode(encoding)
    except LookupError:
        raise UnreadableListError("codec", encoding) from None
    try:
        for row in reader(path, encoding):
            if row[0] > most:
                raise UnreadableListError("rows", most)
            yield row
    except UnicodeError:
        raise UnreadableListError("encoding", encoding) from None


# --- CSV -------------------------------------------------------------------------------------------------------------
def _csv(path: Path, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(file_limits.RAW_CELL)
    with path.open(encoding=_with_bom(encoding), newline="") as stream:
        reader = csv.reader(stream)
        try:
            names = next(reader, [])
            _check_names(names)
            for number, cells in enumerate(_filled(reader, bool), 1):
                yield _row(number, names, cells)
        except csv.Error as error:
            raise UnreadableListError("csv", f"{reader.line_num}: {error}") from None


def _filled(lines: Iterable[Line], holds: Callable[[Line], object]) -> Iterator[Line]:
    """Yield LINES that hold something; raises RefusedError where too many hold nothing."""
    blank = 0
    for line in lines:
        if holds(line):
            yield line
        elif (blank := blank + 1) > file_limits.BLANK_LINES:
            raise UnreadableListError("blank", file_limits.BLANK_LINES)


# --- XLSX ------------------------------------------------------------------------------------------------------------
def _xlsx(path: Path, _encoding: str) -> Iterator[Row]:
    try:
        with path.open("rb") as stream:
            archives.parts(stream)
        with CalamineWorkbook.from_path(path) as book:
            yield from _sheet(book)
    except archives.ArchiveError as error:
        raise UnreadableListError(error.reason) from None
    except PasswordError:
        raise UnreadableListError("password") from None
    except (CalamineError, IndexError) as error:
        raise UnreadableListError("archive", type(error).__name__) from None


def _sheet(book: CalamineWorkbook) -> Iterator[Row]:
    """Yield the rows of the first sheet; a cell with a formula holds what was computed last, an error nothing."""
    lines = _within_columns(book.get_sheet_by_index(0).iter_rows())
    names = [str(name) for name in next(lines, [])]
    _check_names(names)
    for number, cells in enumerate(_filled(lines, _has_value), 1):
        yield _row(number, names, cells)


def _has_value(line: list[Any]) -> bool:
    return any(cell != "" for cell in line)


def _within_columns(lines: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Yield LINES; raises RefusedError for a value far to the right of the list."""
    for line in lines:
        if len(line) > file_limits.COLUMNS and _has_value(line[file_limits.COLUMNS :]):
            raise UnreadableListError("columns", file_limits.COLUMNS)
        yield line[: file_limits.COLUMNS]


# --- JSON ------------------------------------------------------------------------------------------------------------
def _json(path: Path, encoding: str) -> Iterator[Row]:
    text = path.read_text(_with_bom(encoding))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableListError("json", str(error)[:80]) from None
    if not isinstance(data, list):
        raise UnreadableListError("json list")
    for number, value in enumerate(data, 1):
        yield _from_json(number, value)


def _lines(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=_with_bom(encoding)) as stream:
        for number, line in enumerate(_filled(stream, str.strip), 1):
            try:
                yield _from_json(number, json.loads(line))
            except (ValueError, RecursionError):
                yield number, {}, "a line that is not JSON, perhaps a page of HTML"


def _from_json(number: int, value: Any) -> Row:
    if not isinstance(value, dict):
        return number, {}, f"{type(value).__name__} instead of a row with named values"
    if len(value) > file_limits.COLUMNS:
        return number, {}, f"{len(value)} named values, at most {file_limits.COLUMNS}"
    for name in value:
        if len(name) > file_limits.HEADING or _unstorable(name):
            return number, {}, "a name that is too long or holds characters that cannot be stored"
    return _row(number, list(value), list(value.values()))


# --- Cells -----------------------------------------------------------------------------------------------------------
def _check_names(names: list[str]) -> None:
    if len(names) > file_limits.COLUMNS:
        raise UnreadableListError("columns", file_limits.COLUMNS)
    for name in names:
        if len(name) > file_limits.HEADING:
            raise UnreadableListError("heading", file_limits.HEADING)
        if _unstorable(name):
            raise UnreadableListError("heading characters")


def _row(number: int, names: list[str], cells: Iterable[Any]) -> Row:
    cells = list(cells)
    if any(cell not in {None, ""} for cell in cells[len(names) :]):
        return number, {}, f"{len(cells)} cells under {len(names)} headings"
    read: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        text, problem = _text(cell)
        if problem:
            return number, {}, f"column '{name}': {problem}"
        read[name] = text
    return number, read, ""


def _text(cell: Any) -> tuple[str, str]:
    """Return CELL as text, and what is wrong with it."""
    if not isinstance(cell, str):
        if isinstance(cell, bool | dict | list):
            return "", f"{type(cell).__name__} instead of text"
        if isinstance(cell, int | float):
            return _number(cell)
        cell = "" if cell is None else str(cell)
    if len(cell) > file_limits.CELL:
        return "", f"{len(cell)} characters, at most {file_limits.CELL}"
    if cell.startswith("="):
        return "", "a formula instead of text"
    return cell, _unstorable(cell)


def _number(cell: float) -> tuple[str, str]:
    if isinstance(cell, float) and not math.isfinite(cell):
        return "", f"{cell} instead of a number"
    if abs(cell) >= EXACT:
        return "", "a number too long for a spreadsheet; store it as text"
    return str(int(cell)) if cell == int(cell) else str(cell), ""


def _unstorable(text: str) -> str:
    """Return what no database stores of TEXT, or nothing."""
    if "\x00" in text:
        return "a null character"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "half a character (a lone surrogate)"
    return ""


def _with_bom(encoding: str) -> str:
    return "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding


def main(file: str, suffix: str, encoding: str) -> None:
    """Write the rows of FILE to the standard output."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    write, encode = out.write, json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    try:
        for row in rows(Path(file), suffix, encoding):
            write(encode(("row", *row)) + "\n")
    except UnreadableListError as refusal:
        write(json.dumps(["refused", refusal.reason, refusal.detail]) + "\n")
    except OSError as error:
        write(json.dumps(["refused", "unreadable", error.strerror or str(error)]) + "\n")
    except MemoryError:
        sys.exit(confined.OUT_OF_MEMORY)
    out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
