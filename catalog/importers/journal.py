"""Journal of an import, row by row and in plain values: enough to restore each field."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from wagtail.blocks import StreamValue

from catalog.importers.item_fields import STATED
from catalog.models import ContactNumber, ImportedChange, ImportRun, Organisation, Place, ServiceItem, ServicePoint
from portal.kit.words import Words

# What imports write, by kind of row, and what an editor adds to an organisation; an undo looks at nothing else.
FIELDS: dict[type[Model], tuple[str, ...]] = {
    Organisation: ("name", "short_name", "level", "parent_id", "hosted_by_id", "area_code", "extra"),
    ServiceItem: ("name", "item_class", "task_type", "department_id", "topic", *STATED),
    ServicePoint: ("name", "organisation_id", "level", "address", "service_phone", "complaint_phone"),
    Place: ("point_id", "code", "kind", "floor", "name"),
    ContactNumber: ("organisation_id", "purpose", "number", "label", "hours"),
}
KINDS = {model._meta.label_lower: model for model in FIELDS}
BATCH = 500


def plain(row: Model) -> dict[str, Any]:
    """Return what imports write of ROW, as JSON holds it."""
    return {name: _plain(getattr(row, name)) for name in FIELDS[type(row)]}


def _plain(value: Any) -> Any:
    if isinstance(value, StreamValue):
        return value.get_prep_value()
    return dict(value) if isinstance(value, dict) else value


def edited(row: Model, change: ImportedChange) -> bool:
    """Return whether ROW, which an import made, was edited since; codes that other lists add are no edit."""
    now = plain(row)
    return any(now[name] != value for name, value in change.after.items() if name != "extra" and name in now)


def old_values(row: Any, change: ImportedChange) -> tuple[dict[str, Any], list[str]]:
    """Return the values that CHANGE took from ROW, and the names of those fields that were changed again since."""
    now = plain(row)
    mine = {name for name, value in change.after.items() if change.before.get(name) != value}
    again = sorted(name for name in mine if now[name] != change.after[name])
    return {name: _typed(change.before[name], getattr(row, name)) for name in mine if name not in again}, again


def _typed(old: Any, held: Any) -> Any:
    if isinstance(held, StreamValue):
        return json.dumps(old, ensure_ascii=False)
    return Words(old) if isinstance(held, Words) else old


def apply_to_draft(row: Any, news: dict[str, Any]) -> None:
    """Bring NEWS into the newest revision of ROW too, so that the next publication does not undo it."""
    if row.latest_revision is None:
        return
    was_draft = row.has_unpublished_changes
    draft = row.latest_revision.as_object()
    for name, value in news.items():
        setattr(draft, name, value)
    revision = draft.save_revision(clean=False)
    if row.live and not was_draft:
        revision.publish()


class TakenBackError(Exception):
    """The import was taken back while it was written; nothing more may be written."""


class Journal:
    """Collects what an import changes; `keep` writes it under RUN, in the transaction of the rows themselves.

    Without a run nothing is kept.
    """

    def __init__(self, run: ImportRun | None = None) -> None:
        self.run = run
        self._changes: list[ImportedChange] = []

    def created(self, rows: Iterable[Model]) -> None:
        """Note rows that were not there before."""
        self._changes += [self._change(row, {}, created=True) for row in rows]

    def changed(self, row: Model, before: dict[str, Any]) -> None:
        """Note that ROW held BEFORE and holds something else now."""
        self._changes.append(self._change(row, before, created=False))

    def keep(self, rows: int) -> None:
        """Write what was collected, and that ROWS rows of the list are done; raises TakenBackError."""
        changes, self._changes = self._changes, []
        if self.run is None:
            return
        running = ImportRun.objects.filter(pk=self.run.pk, status=ImportRun.Status.RUNNING)
        if not running.update(rows_done=rows):
            raise TakenBackError(f"Import {self.run.pk} was taken back while it was written.")
        for change in changes:
            change.run = self.run
        ImportedChange.objects.bulk_create(changes, batch_size=BATCH)

    def _change(self, row: Model, before: dict[str, Any], *, created: bool) -> ImportedChange:
        kind = row._meta.label_lower
        return ImportedChange(kind=kind, object_id=row.pk, created=created, before=before, after=plain(row))
