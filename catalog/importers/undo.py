"""An import is taken back: new rows go, changed fields get their old values, and what was edited since stays."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from catalog.importers import item_fields, undo_organisations
from catalog.importers.journal import KINDS, apply_to_draft, edited, old_values
from catalog.importers.outcome import ImportRemark, Outcome, labels
from catalog.models import ImportedChange, ImportedItem, ImportedRow, ImportRun, Organisation, Place, ServiceItem
from catalog.models.publication import Publication
from catalog.points.places import Changes
from portal.kit import clock, indexing, published
from portal.kit.turns import in_turns
from portal.kit.words import Words
from portal.users.models import User

FEW, MANY = 5, 400  # changes between two looks at the clock, one by one and in bulk


class CannotUndoError(Exception):
    """The run was never written, or is undone already; the sentence says which."""


def undo_import(*, run: ImportRun, by: User | None = None) -> Outcome:
    """Take back what RUN did, last change first; return what was set back and what stays, with its reason.

    Done in short transactions; a call that ends early is continued by the next one. A run that is being written stops.
    """
    in_force = ImportRun.objects.filter(pk=run.pk, status__in=ImportRun.IN_FORCE)
    if not in_force.update(status=ImportRun.Status.UNDOING):
        raise CannotUndoError(f"Import {run.pk} is not in force: its state is '{run.get_status_display()}'.")
    undo = _Undo(run)
    in_turns(undo.batches(), undo.take, begin=undo.begin, end=undo.end)
    run.refresh_from_db()
    run.undo_report |= {"by": str(by or ""), "at": clock.now().isoformat()}
    run.status = ImportRun.Status.UNDONE
    run.save(update_fields=["undo_report", "status"])
    published.bump()
    return undo.outcome


class _Undo:
    """Progress of taking back, kept in the report of the run with the number of the last change: ``reached``."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.outcome = Outcome()
        self.reached: int | None = None
        self.places = Changes()
        self.touched: list[int] = []

    def begin(self) -> None:
        """Go on where the last transaction, perhaps of another process, ended."""
        self.run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
        said = self.run.undo_report
        self.reached = said.get("reached")
        self.outcome = Outcome(**{name: said.get(name, 0) for name in ("rows", "created", "changed", "unchanged")})
        self.outcome.remark(ImportRemark(**remark) for remark in said.get("remarks", []))
        self.places, self.touched = Changes(), []

    def batches(self) -> Iterator[list[ImportedChange]]:
        """Yield the changes, last first, some of one kind at a time."""
        while changes := self._next():
            yield next(list(group) for _kind, group in groupby(changes, lambda change: change.kind))

    def take(self, batch: list[ImportedChange]) -> None:
        """Take BATCH back."""
        model = KINDS[batch[0].kind]
        self.outcome.rows += len(batch)
        pairs = _still_there(model, batch)
        self.outcome.unchanged += len(batch) - len(pairs)
        if model is Organisation:
            undo_organisations.take_back(pairs, self.outcome)
        else:
            _one_by_one(pairs, self.outcome, self.places)
        self.touched += [row.pk for row, _change in pairs if isinstance(row, ServiceItem)]
        self.reached = batch[-1].pk

    def end(self) -> None:
        """Bring what changed to points and search, and note how far it came."""
        self.places.apply_to_points()
        indexing.add(ServiceItem, [pk for pk in self.touched if pk], along=["department"])
        self.run.undo_report = self.outcome.as_data() | {"reached": self.reached}
        self.run.save(update_fields=["undo_report"])

    def _next(self) -> list[ImportedChange]:
        rows = self.run.changes.order_by("-pk")
        rows = rows if self.reached is None else rows.filter(pk__lt=self.reached)
        kind = rows.values_list("kind", flat=True).first()
        return list(rows[: MANY if kind == Organisation._meta.label_lower else FEW])


def goes_first(run: ImportRun) -> ImportRun | None:
    """Return an import in force that hung rows below organisations of RUN: until it is undone, these must stay."""
    made = run.changes.filter(kind=Organisation._meta.label_lower, created=True).values("object_id")
    hung = Q(pk__in=[])
    for kind, model in KINDS.items():
        for field in model._meta.concrete_fields:
            if field.related_model is Organisation:
                rows = model._default_manager.filter(**{f"{field.name}__in": made})
                hung |= Q(kind=kind, object_id__in=rows.values("pk"))
    changes = ImportedChange.objects.filter(hung, created=True, run__status__in=ImportRun.IN_FORCE).exclude(run=run)
    last = changes.select_related("run").order_by("-run_id").first()
    return last.run if last else None


def _still_there(model: Any, batch: Sequence[ImportedChange]) -> list[tuple[Any, ImportedChange]]:
    """Return the rows of MODEL in BATCH that are in use, each with its change."""
    rows = model._default_manager.in_bulk([change.object_id for change in batch])
    pairs = [(rows.get(change.object_id), change) for change in batch]
    return [(row, change) for row, change in pairs if row is not None and not getattr(row, "retired_at", None)]


def _one_by_one(pairs: list[tuple[Any, ImportedChange]], outcome: Outcome, places: Changes) -> None:
    for row, change in pairs:
        if change.created:
            _take_away(row, change, outcome, places)
        else:
            _set_back(row, change, outcome, places)


def _take_away(row: Any, change: ImportedChange, outcome: Outcome, places: Changes) -> None:
    """Delete a row that the import made; it stays where somebody worked on it, or where something hangs on it."""
    if edited(row, change) or _revised(row):
        outcome.remark([ImportRemark(0, "kept", _("%(row)s: edited here since") % {"row": row}, _("the row stays"))])
        return
    _forget(row)
    if isinstance(row, Place):
        places.gone(row)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        if not isinstance(row, Publication):
            what = _("%(row)s: other rows hang on it") % {"row": row}
            outcome.remark([ImportRemark(0, "kept", what, _("the row stays"))])
            return
        row.retire()
    outcome.created += 1


def _revised(row: Any) -> bool:
    """Return whether an editor wrote a version of ROW; imports write theirs without a name."""
    return isinstance(row, Publication) and row.revisions.exclude(user=None).exists()


def _set_back(row: Any, change: ImportedChange, outcome: Outcome, places: Changes) -> None:
    """Give each field that the import changed its old value, unless it was changed again."""
    news, again = old_values(row, change)
    if again:
        what = _("%(row)s: %(fields)s edited here since") % {"row": row, "fields": labels(row, again)}
        outcome.remark([ImportRemark(0, "kept", what, _("the edit stays"))])
    if not news:
        return
    for name, value in news.items():
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in news])
    if isinstance(row, Publication):
        apply_to_draft(row, news)
    if isinstance(row, Place):
        places.changed(row, news)
    _remember(row, news)
    outcome.changed += 1


def _forget(row: Any) -> None:
    """A later import of the list sees the row for the first time again."""
    if isinstance(row, ServiceItem):
        ImportedItem.objects.filter(item=row).delete()
    ImportedRow.objects.filter(kind=row._meta.label_lower, object_id=row.pk).delete()


def _remember(row: Any, news: dict[str, Any]) -> None:
    """Note the old value as the last taken, so that the next import offers the new one once more."""
    last: ImportedItem | ImportedRow | None
    if isinstance(row, ServiceItem):
        last = ImportedItem.objects.filter(item=row).first()
    else:
        last = ImportedRow.objects.filter(kind=row._meta.label_lower, object_id=row.pk).first()
    if last is None:
        return
    for name in news:
        key = name.removesuffix("_id")
        if key in last.taken:
            last.taken[key] = item_fields.held(row, [key])[key] if key in item_fields.STATED else _text(row, key)
    last.save(update_fields=["taken"])


def _text(row: Any, name: str) -> str:
    value = getattr(row, name)
    words = value if isinstance(value, str | Words) else value.name
    return words.in_language("") if isinstance(words, Words) else words
