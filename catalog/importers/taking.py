"""Points and numbers of a list are written, row by row, never over an edit made here."""

import hashlib
from pathlib import Path
from typing import Any

from django.db import transaction
from tqdm import tqdm

from catalog.importers import sources
from catalog.importers.journal import Journal, carry, plain
from catalog.importers.outcome import Outcome, Remark, shown
from catalog.importers.tables import Line, Names, PointMapping, RefusedError, TableMapping, Values, read
from catalog.models import ContactNumber, ImportedRow, ServicePoint
from portal.kit import clock, published
from portal.kit.words import Words

SAID = {"name", "address", "label", "hours"}  # fields that hold a text in several languages


def import_table(
    *, path: Path, mapping: TableMapping, dry_run: bool = False, quiet: bool = True, journal: Journal | None = None
) -> Outcome:
    """Take the list at PATH, in one transaction; return counts and remarks.

    New points are drafts: an editor adds hours, a publisher publishes. A dry run writes nothing. Raises SourceError for
    a file that cannot be read, Organisation.DoesNotExist for an unknown `below`.
    """
    outcome, notes = Outcome(), journal or Journal()
    with transaction.atomic():
        names, taker = Names(mapping), _Taker(mapping, outcome, notes)
        rows = tqdm(sources.rows(path, encoding=mapping.encoding), unit=" rows", disable=True if quiet else None)
        for row in rows:
            outcome.rows += 1
            notes.seen(outcome.rows)
            try:
                lines = read(row, mapping, names)
            except RefusedError as refusal:
                outcome.remark([Remark(row.number, "refused", str(refusal), "left out")])
                continue
            for line in lines:
                taker.take(line)
        if dry_run:
            transaction.set_rollback(True)
        elif outcome.created or outcome.changed:
            published.bump()
    return outcome


class _Taker:
    """One import: the rows that earlier imports of this list took, and the keys seen in this one."""

    def __init__(self, mapping: TableMapping, outcome: Outcome, journal: Journal) -> None:
        self.mapping = mapping
        self.outcome = outcome
        self.journal = journal
        self.model: Any = ServicePoint if isinstance(mapping, PointMapping) else ContactNumber
        self.kind = self.model._meta.label_lower
        earlier = ImportedRow.objects.filter(kind=self.kind, source=mapping.mapping)
        self.earlier = {row.key: row for row in earlier}
        self.seen: set[str] = set()

    def take(self, line: Line) -> None:
        """Write LINE: a new row, or those fields of a known one that nobody edited here."""
        if line.key in self.seen:
            self.outcome.remark([Remark(line.number, "refused", f"{shown(line.key)} again", "left out: one row a key")])
            return
        self.seen.add(line.key)
        last = self.earlier.get(line.key)
        row = self._row(line, last)
        if row is None:
            row = self._create(line)
        else:
            self._change(row, line, last.taken if last else {})
        ImportedRow.objects.update_or_create(
            kind=self.kind,
            source=self.mapping.mapping,
            key=line.key,
            defaults={"object_id": row.pk, "taken": line.values, "imported_at": clock.now()},
        )

    def _row(self, line: Line, last: ImportedRow | None) -> Any:
        """Return the row that LINE is: the one taken before, or one that an editor entered already."""
        if last:
            return self.model.objects.filter(pk=last.object_id).first()
        own = self.model.objects.filter(organisation=line.organisation, retired_at=None)
        if self.model is ServicePoint:
            return next((row for row in own if row.name.in_language("") == line.values["name"]), None)
        return own.filter(purpose=line.values["purpose"], number=line.values["number"]).first()

    def _create(self, line: Line) -> Any:
        digest = hashlib.sha256(line.key.encode()).hexdigest()[:10]
        code = f"{self.mapping.mapping[:60]}-{digest}"
        row = self.model(code=code, organisation=line.organisation, **_typed(line.values))
        if self.model is ServicePoint:
            row.live = False
            row.has_unpublished_changes = True
        row.save()
        if self.model is ServicePoint:
            row.save_revision(clean=False)
        self.journal.created([row])
        self.outcome.created += 1
        return row

    def _change(self, row: Any, line: Line, before: Values) -> None:
        held, news = _texts(row, line.values), {}
        for name, value in line.values.items():
            if held[name] == value or before.get(name) == value:
                continue
            if not held[name] or held[name] == before.get(name):
                news[name] = value
            else:
                what = f"{row}: {name} {shown(held[name])} here, {shown(value)} in the list"
                self.outcome.remark([Remark(line.number, "kept", what, "the edit stays")])
        if not news:
            self.outcome.unchanged += 1
            return
        old, typed = plain(row), _typed(news)
        for name, value in typed.items():
            setattr(row, name, value)
        broken = list(row.findings()) if isinstance(row, ServicePoint) and row.live else []
        if broken:
            what = f"{row}: {broken[0].sentence}"
            self.outcome.remark([Remark(line.number, "refused", what, "the published point stays as it is")])
            return
        row.save(update_fields=[*typed])
        if isinstance(row, ServicePoint):
            carry(row, typed)
        self.journal.changed(row, old)
        self.outcome.changed += 1


def _typed(values: Values) -> Values:
    return {name: Words.of(value) if name in SAID else value for name, value in values.items()}


def _texts(row: Any, values: Values) -> dict[str, str]:
    """Return what ROW holds in the fields of VALUES, as a list writes it."""
    held = {name: getattr(row, name) for name in values}
    return {name: value.in_language("") if isinstance(value, Words) else value for name, value in held.items()}
