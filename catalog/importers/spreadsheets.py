"""The rows of one sheet of an XLSX file, as the confined reader takes them: merged cells filled, errors marked."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from catalog.importers.unreadable import UnreadableListError
from portal.kit import archives, file_limits

CHUNK = 1 << 20
OVERLAP = 4096  # bytes; a tag of a cell is shorter
ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\bt="e"[^>]*>')
CELL_NAME = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
PARTS = "xl"  # folder of an XLSX file
MERGED = 20_000  # ranges; a list has one a department
SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
RELATED = re.compile(rb'\w+:id="([^"]*)"')
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
IDENTITY = re.compile(rb'\bId="([^"]*)"')
TARGET = re.compile(rb'\bTarget="([^"]*)"')


class ErrorValue:
    """Stands for a cell whose formula failed, e.g. #N/A."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ErrorValue)

    def __hash__(self) -> int:
        return 0


def sheet(path: Path, wanted: str | None) -> tuple[str, Iterator[list[Any]]]:
    """Return the name of the sheet WANTED of the file PATH, else of the first that is not hidden, and its rows.

    A row is one of the spreadsheet, empty ones included. A cell with a formula holds what was computed last. Raises
    UnreadableListError.
    """
    try:
        with path.open("rb") as stream:
            archives.parts(stream)
        book = CalamineWorkbook.from_path(path)
        names = [found.name for found in book.sheets_metadata]
        visible = [found.name for found in book.sheets_metadata if found.visible == SheetVisibleEnum.Visible]
        if wanted is not None and wanted not in names:
            raise UnreadableListError("sheet", {"sheet": wanted, "found": ", ".join(names)})
        name = wanted if wanted is not None else (visible or names)[0]
        return name, _rows(book.get_sheet_by_name(name), _error_cells(path, names.index(name)))
    except archives.ArchiveError as error:
        raise UnreadableListError(error.reason) from None
    except PasswordError:
        raise UnreadableListError("password") from None
    except (CalamineError, IndexError, zipfile.BadZipFile) as error:
        raise UnreadableListError("archive", type(error).__name__) from None


def _rows(found: CalamineSheet, errors: set[tuple[int, int]]) -> Iterator[list[Any]]:
    # The reader hands over the empty rows above the first cell, but not the empty columns before it.
    _row, first_column = found.start or (0, 0)
    merged = _merged(found)
    held: dict[int, tuple[int, Any]] = {}
    try:
        for number, cells in enumerate(found.iter_rows()):
            line = [*[""] * first_column, *cells]
            for column, last in merged.get(number, ()):
                held[column] = last, line[column] if column < len(line) else ""
            for column, (last, value) in list(held.items()):
                if number > last:
                    del held[column]
                elif column < len(line) and line[column] == "":
                    line[column] = value
            yield [ErrorValue() if (number, at) in errors else cell for at, cell in enumerate(line)] if errors else line
    except CalamineError as error:
        raise UnreadableListError("archive", type(error).__name__) from None


def _merged(found: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Return the merged ranges of several rows by their first row: column and last row."""
    ranges = found.merged_cell_ranges or []
    if len(ranges) > MERGED:
        raise UnreadableListError("parts")
    by_row: dict[int, list[tuple[int, int]]] = {}
    for (first, column), (last, _column) in ranges:
        if last > first and column < file_limits.COLUMNS:
            by_row.setdefault(first, []).append((column, last))
    return by_row


def _error_cells(path: Path, index: int) -> set[tuple[int, int]]:
    """Return the cells of the sheet INDEX whose formula failed: the reader hands them over as empty."""
    errors: set[tuple[int, int]] = set()
    with zipfile.ZipFile(path) as archive:
        name = _part(archive, index)
        if name not in archive.namelist():
            return errors
        with archive.open(name) as part:
            tail = b""
            while chunk := part.read(CHUNK):
                text = tail + chunk
                for tag in ERROR_CELL.finditer(text):
                    if cell := CELL_NAME.search(tag[0]):
                        errors.add((int(cell[2]) - 1, _column(cell[1])))
                tail = text[-OVERLAP:]
    return errors


def _part(archive: zipfile.ZipFile, index: int) -> str:
    """Return the name of the part that holds the sheet INDEX, or nothing."""
    try:
        with (
            archive.open(f"{PARTS}/workbook.xml") as book,
            archive.open(f"{PARTS}/_rels/workbook.xml.rels") as relations,
        ):
            sheets, targets = SHEET.findall(book.read(CHUNK)), RELATION.findall(relations.read(CHUNK))
    except KeyError:
        return ""
    found = {(IDENTITY.search(tag) or [b"", b""])[1]: (TARGET.search(tag) or [b"", b""])[1] for tag in targets}
    identity = RELATED.search(sheets[index]) if index < len(sheets) else None
    target = found.get(identity[1], b"").decode(errors="replace") if identity else ""
    return target.removeprefix("/") if target.startswith("/") else f"{PARTS}/{target}"


def _column(letters: bytes) -> int:
    """Return the place of the column LETTERS, from 0: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1
