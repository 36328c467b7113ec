"""Lists of points, places and telephone numbers: the mapping that an editor writes, and a row as we would take it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from catalog.enums import PlaceKind, Purpose
from catalog.importers import cells
from catalog.importers.cells import UnclearCellError
from catalog.importers.cleaning import clean, is_page, is_placeholder
from catalog.importers.formats import SEPARATOR
from catalog.importers.list_mapping import Language, ListMapping
from catalog.importers.outcome import shown
from catalog.importers.sources import SourceRow
from catalog.models import Organisation, ServicePoint
from catalog.publication_rules import about_numbers
from configuration import codes
from configuration.schema import Code, Part, Ref
from portal.kit.phones import Phone

OrganisationCode = Annotated[Code, Ref("organisation")]
LevelCode = Annotated[Code, Ref("level")]
Values = dict[str, Any]
PHONES = ("service_phone", "complaint_phone", "service", "complaint")
RULES = ("entities", "tags", "spaces")


class TableColumns(Part):
    """The headings of a list by field of ours; ``limits`` are the longest texts, in characters."""

    limits: ClassVar[dict[str, int]]


class PointColumns(TableColumns):
    """The headings of a list of points; a column that it has not is left out."""

    limits = {"name": 100, "address": 200, "code": 120}
    organisation: str = Field(description="name or code of the organisation that answers for the point")
    name: str
    address: str
    code: str | None = Field(default=None, description="what the list calls the point, if that never changes")
    service_phone: str | None = None
    complaint_phone: str | None = None


class NumberColumns(TableColumns):
    """The headings of a list of numbers; one column a purpose, since lists write both into one row."""

    limits = {"label": 100, "hours": 100}
    organisation: str
    service: str | None = None
    complaint: str | None = None
    label: str | None = None
    hours: str | None = None


class PlaceColumns(TableColumns):
    """The headings of a list of places inside points."""

    limits = {"name": 80, "floor": 10, "code": 50}
    point: str = Field(description="name or code of the service point")
    kind: str
    floor: str | None = None
    name: str | None = None
    code: str | None = Field(default=None, description="what the point calls the place, if that never changes")


class _Table(ListMapping):
    language: Language | None = Field(default=None, description="language of its texts; else that of the site")
    columns: TableColumns
    below: OrganisationCode = Field(description="the organisation below which names of the list are looked up")


class _OfOrganisations(_Table):
    organisations: dict[str, OrganisationCode] = Field(
        default={}, description="names that the list writes otherwise, and our codes"
    )


class PointMapping(_OfOrganisations):
    imports: Literal["points"]
    columns: PointColumns
    level: LevelCode | None = Field(
        default=None, description="level of the points; their organisation's where it is empty"
    )


class NumberMapping(_OfOrganisations):
    imports: Literal["numbers"]
    columns: NumberColumns


class PlaceMapping(_Table):
    imports: Literal["places"]
    columns: PlaceColumns
    points: dict[str, Annotated[Code, Ref("point")]] = Field(
        default={}, description="points that the list names otherwise, and our codes"
    )
    kinds: dict[str, PlaceKind] = Field(default={}, description="kinds of places by the words of the list")


TableMapping = PointMapping | NumberMapping | PlaceMapping


@dataclass(frozen=True)
class TableRow:
    """One row to be: ``key`` names it in its list for ever, ``values`` are texts by field of ours.

    ``owner`` is the organisation it belongs to, of a place the point; ``code`` is ours too where a list gives one.
    ``notes`` tell what of the row was left out.
    """

    number: int
    key: str
    owner: Any
    values: Values = field(default_factory=dict)
    code: str = ""
    notes: tuple[str, ...] = ()


class RefusedRowError(Exception):
    """The row cannot be taken; the sentence says why."""


class Names:
    """Organisations, or points, by what a list calls them: a code of ours, or a name that only one of them has."""

    def __init__(self, mapping: TableMapping) -> None:
        below = Organisation.objects.within(Organisation.objects.get(code=mapping.below)).filter(retired_at=None)
        rows: Iterable[Any] = below
        self.noun, self.given = "organisation", getattr(mapping, "organisations", {})
        if isinstance(mapping, PlaceMapping):
            rows = ServicePoint.objects.within(below).filter(retired_at=None)
            self.noun, self.given = "point", mapping.points
        self.by_code: dict[str, Any] = {}
        self.by_name: dict[str, list[Any]] = {}
        for row in rows:
            self.by_code[row.code] = row
            for name in {words.in_language("") for words in (row.name, getattr(row, "short_name", None)) if words}:
                self.by_name.setdefault(name, []).append(row)

    def find(self, text: str) -> Any:
        """Return the row that TEXT means; raises RefusedError."""
        code = codes.current_code(self.noun, self.given.get(text, text))
        if code in self.by_code:
            return self.by_code[code]
        found = self.by_name.get(text, [])
        if len(found) == 1:
            return found[0]
        what = {
            ("organisation", True): _("%(number)s organisations are called %(name)s"),
            ("organisation", False): _("no organisation is called %(name)s"),
            ("point", True): _("%(number)s points are called %(name)s"),
            ("point", False): _("no point is called %(name)s"),
        }[self.noun, bool(found)] % {"number": len(found), "name": shown(text)}
        raise RefusedRowError(
            _("%(what)s: write it under `%(key)s` of the mapping") % {"what": what, "key": f"{self.noun}s"}
        )


def texts(row: SourceRow, columns: TableColumns) -> Values:
    """Return the texts of ROW by field of ours, cleaned; raises RefusedError for a row that is not to be trusted."""
    if row.problem:
        raise RefusedRowError(row.problem)
    headings = {name: heading for name, heading in columns if heading}
    if any(is_page(row.cells.get(heading, "")) for heading in headings.values()):
        raise RefusedRowError(_("a page of HTML where a value should be"))
    missing = [heading for heading in headings.values() if heading not in row.cells]
    if missing:
        raise RefusedRowError(_("no column %(heading)s") % {"heading": ", ".join(missing)})
    values = {name: _cleaned(name, row.cells[heading]) for name, heading in headings.items()}
    for name, limit in columns.limits.items():
        if len(values.get(name, "")) > limit:
            what = _("“%(heading)s” of %(length)s characters, at most %(limit)s")
            raise RefusedRowError(what % {"heading": headings[name], "length": len(values[name]), "limit": limit})
    return values


def _cleaned(name: str, cell: str) -> str:
    parts = [clean(part, RULES) for part in re.split(f"[{SEPARATOR}\n]", cell)] if name in PHONES else []
    text = "、".join(filter(None, parts)) or clean(cell.replace(SEPARATOR, "、"), RULES)
    # No number in the place of one is a mistake of the list, which somebody has to know.
    return "" if name not in PHONES and is_placeholder(text) else text


def read(row: SourceRow, mapping: TableMapping, names: Names) -> list[TableRow]:
    """Return what ROW says, a line for each row to be; raises RefusedError."""
    values = texts(row, mapping.columns)
    owner = names.find(values.pop(names.noun))
    if isinstance(mapping, PlaceMapping):
        return [_place(row.number, owner, values, mapping)]
    if isinstance(mapping, PointMapping):
        return [_point(row.number, owner, values, mapping)]
    return _numbers(row.number, owner, values)


def _point(number: int, organisation: Organisation, values: Values, mapping: PointMapping) -> TableRow:
    if not values["name"] or not values["address"]:
        raise RefusedRowError(_("a point needs a name and an address"))
    notes = []
    for name in ("service_phone", "complaint_phone"):
        several = _several(values.get(name, ""))
        if len(several) > 1:
            values[name] = several[0]
            note = _("“%(heading)s”: a point has one number, so %(numbers)s is left out")
            heading = getattr(mapping.columns, name)
            notes.append(note % {"heading": heading, "numbers": ", ".join(several[1:])})
    found = about_numbers(values.get("service_phone", ""), values.get("complaint_phone", ""), needed=False)
    for problem in found:
        raise RefusedRowError(f"“{getattr(mapping.columns, problem.field)}”: {problem.sentence}")
    code = values.pop("code", "")
    level = mapping.level or organisation.level
    key = code or f"{organisation.code}|{values['name']}"
    return TableRow(number, key, organisation, values | {"level": level}, notes=tuple(notes))


def _several(text: str) -> list[str]:
    """Return the numbers of a cell that holds several; a cell that holds none, or one, as it stands."""
    try:
        found = cells.numbers(text)
    except UnclearCellError:
        found = []
    return found if len(found) > 1 else [text]


def _place(number: int, point: ServicePoint, values: Values, mapping: PlaceMapping) -> TableRow:
    word, code = values["kind"], values.pop("code", "")
    kind = str(mapping.kinds.get(word, word))
    if kind not in PlaceKind.values:
        raise RefusedRowError(_("unknown kind %(kind)s: write it under `kinds` of the mapping") % {"kind": shown(word)})
    # Without a code of its own a place is what it is: kind, floor and name together.
    own = [code] if code else [kind, values.get("floor", ""), values.get("name", "")]
    return TableRow(number, "|".join([point.code, *own]), point, values | {"kind": kind}, code)


def _numbers(number: int, organisation: Organisation, values: Values) -> list[TableRow]:
    lines = []
    said = {name: values.get(name, "") for name in ("label", "hours")}
    for purpose in Purpose:
        for place, text in enumerate(filter(None, _several(values.get(purpose.value, "")))):
            try:
                Phone.parse(text)
            except ValueError as error:
                raise RefusedRowError(str(error)) from None
            # The first keeps the key that it has in lists with one number a cell.
            key = "|".join([organisation.code, purpose.value, said["label"], *([str(place + 1)] if place else [])])
            lines.append(TableRow(number, key, organisation, said | {"purpose": purpose.value, "number": text}))
    if not lines:
        raise RefusedRowError(_("no number in this row"))
    return lines
