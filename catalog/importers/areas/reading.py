"""A row of a list becomes a place to be, and the year of the list is found."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.importers.areas.mapping import AreaMapping
from catalog.importers.outcome import shown
from catalog.importers.sources import SourceError, SourceRow
from catalog.importers.tables import RefusedRowError, texts

CODE = re.compile(r"[0-9]{6,12}")
YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
WHOLE = (2, 4, 6, 9, 12)  # digits down to province, city, district, town and village


@dataclass(frozen=True)
class ListedArea:
    """One row: ``above`` is what the list says of the place above it."""

    number: int
    code: str
    name: str
    above: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


def read(row: SourceRow, mapping: AreaMapping) -> ListedArea:
    """Return what ROW says; raises RefusedError."""
    values = texts(row, mapping.columns)
    empty = [heading for name, heading in mapping.columns if heading and not values[name]]
    if empty:
        raise RefusedRowError(_("nothing under “%(heading)s”") % {"heading": ", ".join(empty)})
    if not CODE.fullmatch(values["code"]):
        raise RefusedRowError(_("no statistical code: %(code)s") % {"code": shown(values["code"])})
    return ListedArea(row.number, **values)


def year_of(name: str, mapping: AreaMapping) -> str:
    """Return the year of the list in the file NAME; raises SourceError where neither it nor the mapping says one."""
    found = YEAR.findall(name)
    if not mapping.year and not found:
        sentence = _(
            "%(name)s: of which year is this list? Write it into the name of the file, e.g. %(mapping)s_2023.csv, or "
            "as `year:` into the mapping."
        )
        raise SourceError(sentence % {"name": name, "mapping": mapping.mapping})
    return str(mapping.year or found[-1])


def area(code: str) -> str:
    """Return CODE without the zeros that stand for all of a place: 370200 is 3702."""
    return next((code[:digits] for digits in WHOLE if not code[digits:].strip("0")), code)
