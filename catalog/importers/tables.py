"""Lists of points and of telephone numbers: the mapping that an editor writes, and a row as we would take it."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from catalog.enums import Purpose
from catalog.importers.cleaning import clean, is_page
from catalog.importers.outcome import shown
from catalog.importers.sources import Row
from catalog.models import Organisation
from catalog.phones import Phone
from catalog.publishing import about_numbers
from portal.kit import former
from portal.kit.definitions.fields import Code, Part, Ref

OrganisationCode = Annotated[Code, Ref("organisation")]
Values = dict[str, Any]
RULES = ("entities", "tags", "spaces")
LIMITS = {"name": 100, "address": 200, "label": 100, "hours": 100, "code": 120}


class PointColumns(Part):
    """The headings of a list of points; a column that it has not is left out."""

    organisation: str = Field(description="name or code of the organisation that answers for the point")
    name: str
    address: str
    code: str | None = Field(default=None, description="what the list calls the point, if that never changes")
    service_phone: str | None = None
    complaint_phone: str | None = None


class NumberColumns(Part):
    """The headings of a list of numbers; one column a purpose, since lists write both into one row."""

    organisation: str
    service: str | None = None
    complaint: str | None = None
    label: str | None = None
    hours: str | None = None


class _Table(Part):
    mapping: Code
    title: str = ""
    encoding: str = "utf-8"
    below: OrganisationCode = Field(description="the organisation below which names of the list are looked up")
    organisations: dict[str, OrganisationCode] = Field(
        default={}, description="names that the list writes otherwise, and our codes"
    )


class PointMapping(_Table):
    imports: Literal["points"]
    columns: PointColumns
    level: Code | None = Field(default=None, description="level of the points; their organisation's where it is empty")


class NumberMapping(_Table):
    imports: Literal["numbers"]
    columns: NumberColumns


TableMapping = PointMapping | NumberMapping


@dataclass(frozen=True)
class Line:
    """One row to be: ``key`` names it in its list for ever, ``values`` are texts by field of ours."""

    number: int
    key: str
    organisation: Organisation
    values: Values = field(default_factory=dict)


class RefusedError(Exception):
    """The row cannot be taken; the sentence says why."""


class Names:
    """Organisations by what a list calls them: a code of ours, a full or a short name that only one of them has."""

    def __init__(self, mapping: TableMapping) -> None:
        top = Organisation.objects.get(code=mapping.below)
        self.given = mapping.organisations
        self.by_code: dict[str, Organisation] = {}
        self.by_name: dict[str, list[Organisation]] = {}
        for row in Organisation.objects.within(top).filter(retired_at=None):
            self.by_code[row.code] = row
            for name in {row.name.in_language(""), row.short_name.in_language("")} - {""}:
                self.by_name.setdefault(name, []).append(row)

    def find(self, text: str) -> Organisation:
        """Return the organisation that TEXT means; raises RefusedError."""
        code = former.now("organisation", self.given.get(text, text))
        if code in self.by_code:
            return self.by_code[code]
        found = self.by_name.get(text, [])
        if len(found) == 1:
            return found[0]
        what = f"{len(found)} organisations are called" if found else "no organisation is called"
        raise RefusedError(f"{what} {shown(text)}: write it under `organisations` of the mapping")


def texts(row: Row, columns: Part) -> Values:
    """Return the texts of ROW by field of ours, cleaned; raises RefusedError for a row that is not to be trusted."""
    if row.problem:
        raise RefusedError(row.problem)
    if any(is_page(cell) for cell in row.cells.values()):
        raise RefusedError("a page of HTML where a value should be")
    headings = {name: heading for name, heading in columns if heading}
    missing = [heading for heading in headings.values() if heading not in row.cells]
    if missing:
        raise RefusedError(f"no column {', '.join(missing)}")
    values = {name: clean(row.cells[heading], RULES) for name, heading in headings.items()}
    for name, limit in LIMITS.items():
        if len(values.get(name, "")) > limit:
            raise RefusedError(f"{name} of {len(values[name])} characters, at most {limit}")
    return values


def read(row: Row, mapping: TableMapping, names: Names) -> list[Line]:
    """Return what ROW says, a line for each row to be; raises RefusedError."""
    values = texts(row, mapping.columns)
    organisation = names.find(values.pop("organisation"))
    if isinstance(mapping, PointMapping):
        return [_point(row.number, organisation, values, mapping)]
    return _numbers(row.number, organisation, values)


def _point(number: int, organisation: Organisation, values: Values, mapping: PointMapping) -> Line:
    if not values["name"] or not values["address"]:
        raise RefusedError("a point needs a name and an address")
    found = about_numbers(values.get("service_phone", ""), values.get("complaint_phone", ""), needed=False)
    for problem in found:
        raise RefusedError(f"{problem.field}: {problem.sentence}")
    code = values.pop("code", "")
    level = mapping.level or organisation.level
    return Line(number, code or f"{organisation.code}|{values['name']}", organisation, values | {"level": level})


def _numbers(number: int, organisation: Organisation, values: Values) -> list[Line]:
    lines = []
    for purpose in Purpose:
        text = values.get(purpose.value, "")
        if text:
            try:
                Phone.parse(text)
            except ValueError as error:
                raise RefusedError(str(error)) from None
            said = {name: values.get(name, "") for name in ("label", "hours")}
            key = "|".join([organisation.code, purpose.value, said["label"]])
            lines.append(Line(number, key, organisation, said | {"purpose": purpose.value, "number": text}))
    if not lines:
        raise RefusedError("no number in this row")
    return lines
