"""Tables as files for spreadsheets: CSV and XLSX, in which no text is computed as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.functional import Promise
from openpyxl import Workbook

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LONGEST_TITLE = 31  # characters that a workbook takes
MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def harmless(value: Any) -> Any:
    """Return VALUE so that no spreadsheet computes it: text that begins like a formula gets an apostrophe."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not isinstance(value, int | float) else value


def table(suffix: str, head: Sequence[str | Promise], rows: Iterable[Sequence[str]], title: str) -> bytes:
    """Return HEAD and ROWS as a file of the type SUFFIX, a key of `MIME`; TITLE names the sheet of a workbook."""
    lines = ([harmless(value) for value in row] for row in ([str(name) for name in head], *rows))
    return _csv(lines) if suffix == "csv" else _xlsx(lines, title)


def _csv(lines: Iterable[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")  # without the mark Excel takes Chinese for another encoding


def _xlsx(lines: Iterable[list[Any]], title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:LONGEST_TITLE])
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
