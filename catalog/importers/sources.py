"""A list of somebody's as one stream of rows; a row that cannot be read is a row with a problem.

The file is read by `formats` in a process of its own (`portal.kit.confined`), before the first row is handed over.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalog.importers.formats import ListFacts, ListLayout
from catalog.importers.unreadable import Detail
from portal.kit import confined, file_limits
from portal.kit.confined import LimitError, Limits

FORMATS = tuple(file_limits.LIST_BYTES)
LIMITS = Limits(
    seconds=file_limits.READING_SECONDS,
    wait=file_limits.READING_WAIT,
    memory=file_limits.READING_MEMORY,
    output=file_limits.READING_OUTPUT,
)


class SourceError(Exception):
    """The file as a whole cannot be read; the sentence says what to do."""


@dataclass(frozen=True)
class SourceRow:
    """One row: ``number`` as a spreadsheet shows it; ``problem`` says why its cells are not to be trusted."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def rows(
    path: Path, layout: ListLayout | None = None, tell: Callable[[ListFacts], object] | None = None
) -> Iterator[SourceRow]:
    """Yield the rows of the file PATH by its ending; SourceError if it cannot be read at all, or holds no row.

    LAYOUT says how the list lies in its file, and TELL is called with what was found out, before the first row.
    """
    suffix = path.suffix.lower()
    _check(path, suffix)
    arguments = [str(path.absolute()), suffix, json.dumps(asdict(layout or ListLayout()))]
    facts, empty = ListFacts(), True
    try:
        output = confined.run("catalog.importers.formats", arguments, LIMITS)
    except LimitError as error:
        raise SourceError(_sentence(path.name, error.limit, "")) from None
    with output:
        for line in output:
            kind, *values = json.loads(line)
            if kind == "refused":
                raise SourceError(_sentence(path.name, *values))
            if kind == "about":
                facts = ListFacts(**values[0])
                if tell:
                    tell(facts)
                continue
            empty = False
            number, cells, problem = values
            yield SourceRow(number, cells, _of_row(*problem) if problem else "")
    if empty:
        raise SourceError(_nothing(path.name, facts))


def _check(path: Path, suffix: str) -> None:
    """Raise SourceError for what needs no reader to be refused."""
    if suffix not in FORMATS:
        raise SourceError(
            _("%(name)s: save the list as one of %(formats)s.") % {"name": path.name, "formats": ", ".join(FORMATS)}
        )
    if not path.is_file():
        raise SourceError(_("%(name)s is no file that can be read.") % {"name": path.name})
    if path.stat().st_size > file_limits.LIST_BYTES[suffix]:
        raise SourceError(_sentence(path.name, "bytes", file_limits.LIST_BYTES[suffix] // file_limits.MB))


def read_through(path: Path, layout: ListLayout) -> None:
    """Read the file PATH to its end, so that one which breaks off is refused before anything of it is written."""
    for _row in rows(path, layout):
        pass


def _sentence(name: str, reason: str, detail: Detail) -> str:
    """Return what is wrong with the file NAME, and what to do."""
    values = detail if isinstance(detail, dict) else {"detail": detail}
    return SENTENCES.get(reason, SENTENCES["archive"])() % ({"name": name} | values)


def _of_row(reason: str, values: dict[str, Any]) -> str:
    """Return what is wrong with a row, or with its cell in the column of a heading."""
    why = ROW_SENTENCES[reason]() % values
    if "heading" not in values:
        return why
    return _("column “%(heading)s”: %(why)s") % {"heading": values["heading"], "why": why}


def _nothing(name: str, facts: ListFacts) -> str:
    """Return that the file NAME holds no row, and what was read of it."""
    found = {"name": name, "sheet": facts.sheet, "found": ", ".join(facts.headings) or "–"}
    if facts.sheet:
        return _("%(name)s: the sheet “%(sheet)s” holds no row below its headings. Headings found: %(found)s.") % found
    return _("%(name)s holds no row below its headings. Headings found: %(found)s.") % found


# By the reasons of `formats` and `confined`.
SENTENCES: dict[str, Callable[[], str]] = {
    "bytes": lambda: _("%(name)s has more than %(detail)s MB: split the list into several files."),
    "rows": lambda: _("%(name)s has more than %(detail)s rows: split the list, or save a spreadsheet as CSV."),
    "columns": lambda: _(
        "%(name)s has values beyond column %(detail)s: delete the columns to the right of the list and save it again."
    ),
    "blank": lambda: _(
        "%(name)s has more than %(detail)s empty rows: delete the rows below the list, up to the last one, and save it "
        "again."
    ),
    "heading": lambda: _(
        "%(name)s has a heading of more than %(detail)s characters: the first row holds the short names of the columns."
    ),
    "heading characters": lambda: _(
        "%(name)s has a heading with characters that cannot be stored: write the headings again."
    ),
    "unpacked": lambda: _(
        "%(name)s unpacks to more than 64 MB: take pictures and other sheets out, or save the list as CSV."
    ),
    "parts": lambda: _("%(name)s has too many parts: copy the list into a new workbook and save that."),
    "archive": lambda: _("%(name)s is no XLSX file, or a damaged one: open it in a spreadsheet and save it again."),
    "password": lambda: _("%(name)s is protected by a password: save it without one."),
    "encoding": lambda: _("%(name)s is not %(detail)s: write `encoding: gb18030` in the mapping, or save it as UTF-8."),
    "codec": lambda: _("No encoding is called %(detail)s: write `encoding: utf-8` or `gb18030` in the mapping."),
    "csv": lambda: _("%(name)s, line %(detail)s. Save the list again as CSV."),
    "json": lambda: _("%(name)s is not JSON: %(detail)s."),
    "json list": lambda: _("%(name)s must hold a list of rows: [{…}, {…}]."),
    "missing": lambda: _(
        "%(name)s: no column %(heading)s. Headings found: %(found)s. Write them into the mapping as they stand there, "
        "or the number of their row as `header_row`, or what stands between the cells as `delimiter`."
    ),
    "twice": lambda: _(
        "%(name)s: the heading %(heading)s stands twice, so nobody knows which column is meant: rename one of the two. "
        "Headings found: %(found)s."
    ),
    "sheet": lambda: _("%(name)s has no sheet “%(sheet)s”. Its sheets: %(found)s."),
    "unreadable": lambda: _("%(name)s cannot be read: %(detail)s."),
    "seconds": lambda: _(
        "%(name)s takes too long to be read: copy the list into a new file, or save it as CSV and split it."
    ),
    "memory": lambda: _(
        "%(name)s takes too much memory to be read: copy the list into a new file, or save it as CSV and split it."
    ),
    "output": lambda: _("%(name)s holds more text than can be taken at once: split the list into several files."),
}

# By the reasons of `formats` for one row.
ROW_SENTENCES: dict[str, Callable[[], str]] = {
    "not json": lambda: _("a line that is not JSON, perhaps a page of HTML"),
    "no row": lambda: _("%(type)s instead of a row with named values"),
    "many values": lambda: _("%(values)s named values, at most %(most)s"),
    "bad name": lambda: _("a name that is too long or holds characters that cannot be stored"),
    "more cells": lambda: _("%(cells)s cells under %(headings)s headings"),
    "long": lambda: _("%(length)s characters, at most %(most)s"),
    "formula": lambda: _("a formula instead of text"),
    "error value": lambda: _("the error %(value)s instead of a value"),
    "type": lambda: _("%(type)s instead of text"),
    "nested": lambda: _("a list inside a list"),
    "not finite": lambda: _("%(value)s instead of a number"),
    "long number": lambda: _("a number too long for a spreadsheet; store it as text"),
    "null": lambda: _("a null character"),
    "surrogate": lambda: _("half a character (a lone surrogate)"),
}
