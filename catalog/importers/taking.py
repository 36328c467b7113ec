"""Points, places and numbers of a list are written, row by row, never over an edit made here."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.importers import kinds, sources
from catalog.importers.journal import Journal, plain
from catalog.importers.outcome import ImportRemark, Outcome, differing, shown
from catalog.importers.sources import SourceRow
from catalog.importers.tables import Names, RefusedRowError, TableMapping, TableRow, Values, read
from catalog.models import ImportedRow
from portal.kit import clock, published
from portal.kit.batches import begun
from portal.kit.turns import in_turns
from portal.kit.words import Words


def import_table(
    *, path: Path, mapping: TableMapping, dry_run: bool = False, quiet: bool = True, journal: Journal | None = None
) -> Outcome:
    """Take the list at PATH, in short transactions; return counts and remarks.

    New points are drafts: an editor adds hours, a publisher publishes; places and numbers are public with what they
    belong to. A dry run writes nothing. Raises SourceError for a file that cannot be read, Organisation.DoesNotExist
    for an unknown `below`.
    """
    if not dry_run:
        sources.read_through(path, mapping.layout)
    taker = _Taker(mapping, journal or Journal(), dry_run=dry_run)
    rows = tqdm(sources.rows(path, mapping.layout, taker.outcome.learn), unit=" rows", disable=True if quiet else None)
    in_turns(begun(taker.read(rows)), taker.take, end=taker.keep, dry_run=dry_run)
    if not dry_run and (taker.outcome.created or taker.outcome.changed):
        published.bump()
    return taker.outcome


class _Taker:
    """One import: the rows that earlier imports of this list took, and the keys seen in this one."""

    def __init__(self, mapping: TableMapping, journal: Journal, *, dry_run: bool) -> None:
        self.mapping = mapping
        self.outcome = Outcome()
        self.journal = journal
        self.dry_run = dry_run
        self.rows = kinds.of(mapping)
        self.rows.language = mapping.language
        self.kind = self.rows.model._meta.label_lower
        earlier = ImportedRow.objects.filter(kind=self.kind, source=mapping.mapping)
        self.earlier = {row.key: row for row in earlier}
        self.seen: set[str] = set()

    def read(self, rows: Iterable[SourceRow]) -> Iterator[TableRow]:
        """Yield the lines of ROWS."""
        names = Names(self.mapping)
        for row in rows:
            self.outcome.rows += 1
            try:
                yield from read(row, self.mapping, names)
            except RefusedRowError as refusal:
                self.outcome.remark([ImportRemark(row.number, "refused", str(refusal), _("left out"))])

    def keep(self) -> None:
        """End a transaction: what was written has reached the points, and the journal of the run."""
        self.rows.finish()
        self.journal.keep(self.outcome.rows)

    def take(self, line: TableRow) -> None:
        """Write LINE: a new row, or those fields of a known one that nobody edited here."""
        if line.key in self.seen:
            self._remark(line, "refused", _("%(key)s again") % {"key": shown(line.key)}, _("left out: one row a key"))
            return
        self.seen.add(line.key)
        for note in line.notes:
            self._remark(line, "warned", note, _("the first is taken"))
        last = self.earlier.get(line.key)
        row = self.rows.model.objects.filter(pk=last.object_id).first() if last else self.rows.known(line)
        if last and row is None:
            self._remark(line, "kept", _("%(key)s was removed here") % {"key": shown(line.key)}, _("it stays away"))
            return
        if row is None:
            row = self._create(line)
        else:
            self._change(row, line, last.taken if last else {})
        if self.dry_run:
            return
        ImportedRow.objects.update_or_create(
            kind=self.kind,
            source=self.mapping.mapping,
            key=line.key,
            defaults={"object_id": row.pk, "taken": line.values, "imported_at": clock.now()},
        )

    def _create(self, line: TableRow) -> Any:
        self.outcome.created += 1
        if self.dry_run:
            return None
        digest = hashlib.sha256(line.key.encode()).hexdigest()[:10]
        row = self.rows.make(line, f"{self.mapping.mapping[: self.rows.longest - 20]}-{digest}")
        self.journal.created([row])
        return row

    def _change(self, row: Any, line: TableRow, before: Values) -> None:
        held, news = _texts(row, line.values), {}
        for name, value in line.values.items():
            if held[name] == value or before.get(name) == value:
                continue
            if not held[name] or held[name] == before.get(name):
                news[name] = value
            else:
                self._remark(line, "kept", f"{row}: {differing(row, name, held[name], value)}", _("the edit stays"))
        if not news:
            self.outcome.unchanged += 1
            return
        old = plain(row)
        refusal = self.rows.set(row, self.rows.typed(news))
        if refusal:
            self._remark(line, "refused", refusal, _("the published point stays as it is"))
            return
        self.outcome.changed += 1
        if not self.dry_run:
            self.rows.change(row, self.rows.typed(news))
            self.journal.changed(row, old)

    def _remark(self, line: TableRow, verb: str, what: str, done: str) -> None:
        self.outcome.remark([ImportRemark(line.number, verb, what, done)])


def _texts(row: Any, values: Values) -> dict[str, str]:
    """Return what ROW holds in the fields of VALUES, as a list writes it."""
    held = {name: getattr(row, name) for name in values}
    return {name: value.in_language("") if isinstance(value, Words) else value for name, value in held.items()}
