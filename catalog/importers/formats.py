"""CSV, XLSX, JSON and JSON Lines as rows of text. Runs in a process of its own (`sources` starts it), without Django.

`python -m catalog.importers.formats FILE SUFFIX LAYOUT` writes one JSON list a line: ``["about", facts]`` once the
headings are found, ``["row", number, cells, problem]`` for each row, or as the last one ``["refused", reason, detail]``
if the file cannot be read. LAYOUT is JSON with the fields of `ListLayout`.
"""

import codecs
import csv
import datetime as dt
import io
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from catalog.importers import headings, spreadsheets
from catalog.importers.headings import Headings
from catalog.importers.unreadable import UnreadableListError
from portal.kit import confined, file_limits
from portal.kit.characters import storable, unstorable

EXACT = 10**15  # spreadsheets keep 15 digits of a number
AUTO = "auto"  # UTF-8, else GB 18030
SEPARATOR = "\x1f"  # between the values of a list inside a cell of JSON
DELIMITERS = (",", ";", "\t", "|")
SEPARATOR_LINE = re.compile(r"sep=(.)")  # what spreadsheets write above a CSV file
ERROR_VALUES = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}

Problem = tuple[str, dict[str, Any]]
"""What is wrong with a cell or a row: a reason that `sources` has a sentence for, and the values of that sentence."""

Row = tuple[int, dict[str, str], Problem | None]
Line = TypeVar("Line")
Numbered = Iterator[tuple[int, list[Any]]]


@dataclass(frozen=True)
class ListLayout:
    """Layout of a list: its ``encoding`` (``auto``: recognised), the number of the row with the headings, the name
    of the sheet, what stands between the cells of a line; None: found out. ``wanted`` are the headings of a mapping;
    without any, each column is read."""

    encoding: str = "utf-8"
    header_row: int | None = None
    sheet: str | None = None
    delimiter: str | None = None
    wanted: tuple[str, ...] = ()


@dataclass
class ListFacts:
    """Facts found out about a list while it was read."""

    encoding: str = ""
    sheet: str = ""
    delimiter: str = ""
    header_row: int = 0
    headings: list[str] = field(default_factory=list)


@dataclass
class ListReader:
    """One list: its file, how it is written, and what is found out of it."""

    path: Path
    layout: ListLayout
    facts: ListFacts = field(default_factory=ListFacts)

    def rows(self, suffix: str) -> Iterator[Row]:
        """Yield number as a spreadsheet shows it, cells by heading, and problem of each row."""
        self.facts.encoding = "" if suffix == ".xlsx" else self._encoding()
        reader = {".csv": self._csv, ".xlsx": self._xlsx}.get(suffix, self._json)
        most = file_limits.LIST_ROWS[suffix]
        try:
            for count, row in enumerate(reader(), 1):
                if count > most:
                    raise UnreadableListError("rows", most)
                yield row
        except UnicodeError:
            raise UnreadableListError("encoding", self.facts.encoding) from None

    def _encoding(self) -> str:
        """Return the encoding of the file: what its first bytes say, else that of the layout, else a guess."""
        with self.path.open("rb") as stream:
            head = stream.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        encoding = self.layout.encoding.lower()
        if encoding == AUTO:
            encoding = "utf-8" if self._is_utf8() else "gb18030"
        try:
            "".encode(encoding)
        except LookupError:
            raise UnreadableListError("codec", self.layout.encoding) from None
        return "utf-8-sig" if encoding in {"utf-8", "utf8"} else encoding

    def _is_utf8(self) -> bool:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            with self.path.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
        return True

    # --- CSV ---------------------------------------------------------------------------------------------------------
    def _csv(self) -> Iterator[Row]:
        csv.field_size_limit(file_limits.RAW_CELL)
        above = self._delimiter()
        with self.path.open(encoding=self.facts.encoding, newline="") as stream:
            for _line in range(above):
                stream.readline()
            reader = csv.reader(stream, delimiter=self.facts.delimiter)
            try:
                yield from self._table(_filled(enumerate(reader, above + 1), lambda line: any(line[1])))
            except csv.Error as error:
                raise UnreadableListError("csv", f"{reader.line_num + above}: {error}") from None

    def _delimiter(self) -> int:
        """Find what stands between the cells; return how many lines say so above the list."""
        with self.path.open(encoding=self.facts.encoding, newline="") as stream:
            lines = list(islice(iter(lambda: stream.readline(file_limits.RAW_CELL), ""), headings.LOOKED_THROUGH))
        said = SEPARATOR_LINE.fullmatch(lines[0].rstrip("\r\n")) if lines else None
        if said or self.layout.delimiter:
            self.facts.delimiter = self.layout.delimiter or (said[1] if said else ",")
            return int(bool(said))

        def matches(delimiter: str) -> int:
            found = [line.rstrip("\r\n").split(delimiter) for line in lines]
            if not self.layout.wanted:
                return len(found[0]) if found else 0
            unquoted = [[name.strip('"') for name in names] for names in found]
            return max((len(headings.match(names, self.layout.wanted).places) for names in unquoted), default=0)

        self.facts.delimiter = max(DELIMITERS, key=matches)
        return 0

    # --- XLSX --------------------------------------------------------------------------------------------------------
    def _xlsx(self) -> Iterator[Row]:
        self.facts.sheet, lines = spreadsheets.sheet(self.path, self.layout.sheet)
        yield from self._table(_filled(enumerate(_within_columns(lines), 1), lambda line: _has_value(line[1])))

    # --- Tables ------------------------------------------------------------------------------------------------------
    def _table(self, lines: Numbered) -> Iterator[Row]:
        """Yield the rows below the headings, which are found in one of the first of LINES."""
        first = list(islice(lines, headings.LOOKED_THROUGH))
        texts = [[str(cell) for cell in cells] for _number, cells in first]
        if self.layout.header_row is None:
            place = headings.row_of(texts, self.layout.wanted)
        else:
            # A row far below is looked for among all of them.
            while first and first[-1][0] < self.layout.header_row and (line := next(lines, None)):
                first, texts = [line], [[str(cell) for cell in line[1]]]
            place = next((at for at, (number, _cells) in enumerate(first) if number >= self.layout.header_row), 0)
        names = texts[place] if texts else []
        _check_names(names)
        self.facts.header_row = first[place][0] if first else 0
        found = headings.match(names, self.layout.wanted)
        self._check(found)
        yield from (_row(number, names, cells, found) for number, cells in chain(first[place + 1 :], lines))

    def _check(self, found: Headings) -> None:
        """Raise UnreadableListError for headings that are missing or stand twice."""
        self.facts.headings = list(found.found)
        said = {"found": ", ".join(found.found) or "–"}
        if found.twice:
            raise UnreadableListError("twice", said | {"heading": ", ".join(found.twice)})
        if found.missing:
            raise UnreadableListError("missing", said | {"heading": ", ".join(found.missing)})

    # --- JSON --------------------------------------------------------------------------------------------------------
    def _json(self) -> Iterator[Row]:
        """Yield the rows of a list, or of a file with a row a line, whatever its name says."""
        with self.path.open(encoding=self.facts.encoding) as stream:
            start = stream.read(file_limits.HEADING).lstrip("\ufeff \t\r\n")
        if start.startswith("[") or (self.path.suffix.lower() == ".json" and not self._has_row_a_line()):
            yield from self._whole()
            return
        with self.path.open(encoding=self.facts.encoding) as stream:
            for number, line in _filled(enumerate(stream, 1), lambda line: line[1].strip()):
                try:
                    yield self._from_json(number, json.loads(line))
                except (ValueError, RecursionError):
                    yield number, {}, ("not json", {})

    def _has_row_a_line(self) -> bool:
        with self.path.open(encoding=self.facts.encoding) as stream:
            line = next((line for line in stream if line.strip()), "")
        try:
            return isinstance(json.loads(line), dict)
        except (ValueError, RecursionError):
            return False

    def _whole(self) -> Iterator[Row]:
        try:
            data = json.loads(self.path.read_text(self.facts.encoding))
        except (ValueError, RecursionError) as error:
            raise UnreadableListError("json", str(error)[:80]) from None
        if not isinstance(data, list):
            raise UnreadableListError("json list")
        for number, value in enumerate(data, 1):
            yield self._from_json(number, value)

    def _from_json(self, number: int, value: Any) -> Row:
        if not isinstance(value, dict):
            return number, {}, ("no row", {"type": type(value).__name__})
        if len(value) > file_limits.COLUMNS:
            return number, {}, ("many values", {"values": len(value), "most": file_limits.COLUMNS})
        for name in value:
            if len(name) > file_limits.HEADING or _unstorable(name):
                return number, {}, ("bad name", {})
        names = list(value)
        self.facts.headings = self.facts.headings or names
        return _row(number, names, list(value.values()), headings.match(names, self.layout.wanted))


def _filled(lines: Iterable[Line], holds: Callable[[Line], object]) -> Iterator[Line]:
    """Yield LINES that hold something; raises UnreadableListError where too many hold nothing."""
    blank = 0
    for line in lines:
        if holds(line):
            yield line
        elif (blank := blank + 1) > file_limits.BLANK_LINES:
            raise UnreadableListError("blank", file_limits.BLANK_LINES)


def _has_value(line: list[Any]) -> bool:
    return any(cell != "" for cell in line)


def _within_columns(lines: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Yield LINES; raises UnreadableListError for a value far to the right of the list."""
    for line in lines:
        if len(line) > file_limits.COLUMNS and _has_value(line[file_limits.COLUMNS :]):
            raise UnreadableListError("columns", file_limits.COLUMNS)
        yield line[: file_limits.COLUMNS]


# --- Cells -----------------------------------------------------------------------------------------------------------
def _check_names(names: list[str]) -> None:
    if len(names) > file_limits.COLUMNS:
        raise UnreadableListError("columns", file_limits.COLUMNS)
    for name in names:
        if len(name) > file_limits.HEADING:
            raise UnreadableListError("heading", file_limits.HEADING)
        if _unstorable(name):
            raise UnreadableListError("heading characters")


def _row(number: int, names: Sequence[str], cells: Sequence[Any], found: Headings) -> Row:
    """Return the row NUMBER by the headings of the mapping; a column that is not mapped never spoils it.

    What stands in such a column is kept as it was published where it is text.
    """
    if len(cells) > len(names) and any(cell not in (None, "") for cell in cells[len(names) :]):
        return number, {}, ("more cells", {"cells": len(cells), "headings": len(names)})
    read: dict[str, str] = {}
    mapped = found.by_place
    for place, (name, cell) in enumerate(zip(names, cells, strict=False)):
        text, problem = _text(cell)
        if place not in mapped:
            if not problem and name.strip():
                read.setdefault(name, text)
        elif problem:
            reason, values = problem
            return number, {}, (reason, values | {"heading": mapped[place]})
        else:
            read[mapped[place]] = text
    return number, read, None


def _text(cell: Any) -> tuple[str, Problem | None]:
    """Return CELL as text, and what is wrong with it."""
    if not isinstance(cell, str):
        return _of_type(cell)
    if len(cell) > file_limits.CELL:
        return "", ("long", {"length": len(cell), "most": file_limits.CELL})
    if cell.startswith("="):
        return "", ("formula", {})
    if "#" in cell and cell.strip().upper() in ERROR_VALUES:
        return "", ("error value", {"value": cell.strip()})
    # Nearly every cell: what no database stores is sought in the others alone.
    return (storable(cell), _unstorable(cell)) if unstorable(cell) else (cell, None)


def _of_type(cell: Any) -> tuple[str, Problem | None]:
    """Return a CELL that is no text as text, and what is wrong with it."""
    if cell is None:
        return "", None
    if isinstance(cell, spreadsheets.ErrorValue):
        return "", ("error value", {"value": "#N/A"})
    if isinstance(cell, list):
        return _joined(cell)
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}", None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return "", ("type", {"type": type(cell).__name__})
    return _number(cell)


def _joined(values: list[Any]) -> tuple[str, Problem | None]:
    """Return the VALUES of a list inside JSON as one text, in which `SEPARATOR` stands between them."""
    texts = []
    for value in values:
        text, problem = ("", ("nested", {})) if isinstance(value, list) else _text(value)
        if problem:
            return "", problem
        texts.append(text)
    whole = SEPARATOR.join(text for text in texts if text)
    return (whole, None) if len(whole) <= file_limits.CELL else _text(whole)


def _number(cell: float) -> tuple[str, Problem | None]:
    if isinstance(cell, float) and not math.isfinite(cell):
        return "", ("not finite", {"value": str(cell)})
    if abs(cell) >= EXACT:
        return "", ("long number", {})
    return str(int(cell)) if cell == int(cell) else str(cell), None


def _unstorable(text: str) -> Problem | None:
    """Return what no database stores of TEXT, or nothing."""
    if "\x00" in text:
        return "null", {}
    try:
        text.encode()
    except UnicodeEncodeError:
        return "surrogate", {}
    return None


def main(file: str, suffix: str, layout: str) -> None:
    """Write the rows of FILE to the standard output."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    write, encode = out.write, json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    reader = ListReader(Path(file), ListLayout(**json.loads(layout)))
    told = False
    try:
        for row in reader.rows(suffix):
            if not told:
                write(encode(["about", asdict(reader.facts)]) + "\n")
                told = True
            write(encode(("row", *row)) + "\n")
        if not told:
            write(encode(["about", asdict(reader.facts)]) + "\n")
    except UnreadableListError as refusal:
        write(json.dumps(["refused", refusal.reason, refusal.detail]) + "\n")
    except OSError as error:
        write(json.dumps(["refused", "unreadable", error.strerror or str(error)]) + "\n")
    except MemoryError:
        sys.exit(confined.OUT_OF_MEMORY)
    out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
