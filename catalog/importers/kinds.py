"""Kinds of imported rows: finding the row of a line, making a new row, changing a known one."""

from typing import Any

from catalog.importers.journal import apply_to_draft
from catalog.importers.list_mapping import said
from catalog.importers.tables import PlaceMapping, PointMapping, TableMapping, TableRow, Values
from catalog.models import ContactNumber, Place, ServicePoint
from catalog.points.places import Changes

SAID = {"name", "address", "label", "hours"}  # fields that hold a text in several languages


class Numbers:
    """Telephone numbers: public as soon as they are written."""

    model: Any = ContactNumber
    longest = 80  # characters of a code
    language: str | None = None  # of the texts of the list

    def typed(self, values: Values) -> Values:
        """Return VALUES, texts of a list, as our fields hold them."""
        return {name: said(value, self.language) if name in SAID else value for name, value in values.items()}

    def known(self, line: TableRow) -> Any:
        """Return the row that an editor entered for LINE before any list named it, or None."""
        own = self.model.objects.filter(organisation=line.owner, retired_at=None)
        return own.filter(purpose=line.values["purpose"], number=line.values["number"]).first()

    def make(self, line: TableRow, code: str) -> Any:
        """Store LINE as a new row under CODE, and return it."""
        row = self.model(code=code, organisation=line.owner, **self.typed(line.values))
        row.save()
        return row

    def set(self, row: Any, news: Values) -> str:
        """Put NEWS into the fields of ROW; return why it must not be written so if a rule forbids it."""
        for name, value in news.items():
            setattr(row, name, value)
        return ""

    def change(self, row: Any, news: Values) -> None:
        """Write NEWS, which are set in ROW."""
        row.save(update_fields=[*news])

    def finish(self) -> None:
        """Do what waits for the end of a transaction."""


class Points(Numbers):
    """Service points: new ones are drafts."""

    model = ServicePoint

    def known(self, line: TableRow) -> Any:
        own = self.model.objects.filter(organisation=line.owner, retired_at=None)
        return next((row for row in own if row.name.in_language("") == line.values["name"]), None)

    def make(self, line: TableRow, code: str) -> Any:
        row = self.model(
            code=code, organisation=line.owner, live=False, has_unpublished_changes=True, **self.typed(line.values)
        )
        row.save()
        row.save_revision(clean=False)
        return row

    def set(self, row: Any, news: Values) -> str:
        super().set(row, news)
        broken = list(row.findings()) if row.live else []
        return f"{row}: {broken[0].sentence}" if broken else ""

    def change(self, row: Any, news: Values) -> None:
        super().change(row, news)
        apply_to_draft(row, news)


class Places(Numbers):
    """Places inside points: written at once, and carried to their points before each commit."""

    model = Place
    longest = 50

    def __init__(self) -> None:
        self.changes = Changes()

    def known(self, line: TableRow) -> Any:
        own = self.model.objects.filter(point=line.owner)
        if line.code:
            return own.filter(code=line.code).first()
        return next((row for row in own if _alike(row, line.values)), None)

    def make(self, line: TableRow, code: str) -> Any:
        row = self.model(code=line.code or code, point=line.owner, **self.typed(line.values))
        row.save()
        self.changes.made(row)
        return row

    def change(self, row: Any, news: Values) -> None:
        self.changes.changed(row, news)
        super().change(row, news)

    def finish(self) -> None:
        self.changes.apply_to_points()


def _alike(place: Place, values: Values) -> bool:
    named = place.name.in_language("") == values.get("name", "")
    return named and (place.kind, place.floor) == (values["kind"], values.get("floor", ""))


def of(mapping: TableMapping) -> Numbers:
    """Return what the lines of a list with MAPPING become."""
    if isinstance(mapping, PlaceMapping):
        return Places()
    return Points() if isinstance(mapping, PointMapping) else Numbers()
