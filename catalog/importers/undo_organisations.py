"""Organisations that an import made or changed are taken back together: a list of villages has thousands.

Django's own delete asks a dozen questions a row; here each is asked once a batch.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import ForeignObjectRel
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from catalog.importers.areas.listed import KIND
from catalog.importers.journal import BATCH, edited, old_values
from catalog.importers.outcome import ImportRemark, Outcome, labels
from catalog.models import ImportedChange, ImportedRow, ImportRun, Organisation
from portal.kit import indexing

Pairs = Sequence[tuple[Organisation, ImportedChange]]


def take_back(pairs: Pairs, outcome: Outcome) -> None:
    """Undo each change of PAIRS: what was new goes unless it was edited or something hangs on it."""
    _take_away([pair for pair in pairs if pair[1].created], outcome)
    _set_back([pair for pair in pairs if not pair[1].created], outcome)


def _take_away(pairs: Pairs, outcome: Outcome) -> None:
    new = {row.pk: row for row, change in pairs if not edited(row, change)}
    kept = _held(set(new))
    kept |= {row.pk: _("edited since, here or by another list") for row, _change in pairs if row.pk not in new}
    for row, _change in pairs:
        if row.pk in kept:
            outcome.remark([ImportRemark(0, "kept", f"{row}: {kept[row.pk]}", _("the row stays"))])
    gone = [pk for pk in new if pk not in kept]
    ImportedRow.objects.filter(kind=KIND, object_id__in=gone).delete()
    ReferenceIndex.objects.filter(
        content_type__app_label="catalog", content_type__model="organisation", object_id__in=map(str, gone)
    ).delete()
    # Nothing hangs on them, which is what the slow way would find out anew for each.
    rows = Organisation.objects.filter(pk__in=gone)
    rows._raw_delete(using=rows.db)
    indexing.remove(Organisation, gone)
    outcome.created += len(gone)


def _held(new: set[int]) -> dict[int, str]:
    """Return what hangs on each of the organisations NEW, in words, but for those of them that go as well."""
    held: dict[int, str] = {}
    while found := _hanging(new - held.keys()):
        held |= found
    return held


def _hanging(keys: Collection[int]) -> dict[int, str]:
    """Return what hangs on each of the organisations KEYS beside themselves."""
    count: dict[int, Counter[str]] = defaultdict(Counter)
    for relation in Organisation._meta.related_objects:
        for key in _referring(relation, keys):
            count[key][str(relation.related_model._meta.verbose_name_plural)] += 1
    named = {
        key: ", ".join(f"{noun} ({number})" for noun, number in sorted(nouns.items())) for key, nouns in count.items()
    }
    return {key: _("on it hang %(rows)s") % {"rows": rows} for key, rows in named.items()}


def _referring(relation: ForeignObjectRel, keys: Collection[int]) -> Any:
    """Return which of KEYS the rows at the other end of RELATION name, once a row."""
    column = relation.field.name
    rows = relation.related_model._base_manager.filter(**{f"{column}__in": keys})
    if relation.related_model is Organisation:
        rows = rows.exclude(pk__in=keys)
    return rows.values_list(column, flat=True)


def _set_back(pairs: Pairs, outcome: Outcome) -> None:
    changed: list[Organisation] = []
    fields: set[str] = set()
    for row, change in pairs:
        news, again = old_values(row, change)
        if again:
            what = _("%(row)s: %(fields)s changed since, here or by another list")
            what %= {"row": row, "fields": labels(row, again)}
            outcome.remark([ImportRemark(0, "kept", what, _("the change stays"))])
        if news:
            for name, value in news.items():
                setattr(row, name, value)
            fields |= news.keys()
            changed.append(row)
    if changed:
        # No list renames or moves an organisation, so neither paths nor the index of the search change.
        Organisation.objects.bulk_update(changed, [name.removesuffix("_id") for name in sorted(fields)], BATCH)
    outcome.changed += len(changed)
    if pairs:
        _forget(pairs)


def _forget(pairs: Pairs) -> None:
    """Forget these organisations, except those that another import in force has too."""
    run = pairs[0][1].run
    keys = [row.pk for row, _change in pairs]
    others = ImportedChange.objects.filter(
        kind=KIND, object_id__in=keys, run__mapping=run.mapping, run__status__in=ImportRun.IN_FORCE
    ).exclude(run=run)
    mine = ImportedRow.objects.filter(kind=KIND, source=run.mapping, object_id__in=keys)
    mine.exclude(object_id__in=others.values("object_id")).delete()
