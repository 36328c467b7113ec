"""Rows of earlier lists of organisations, to recognise a place after it was renamed or moved."""

from collections import defaultdict
from collections.abc import Iterator

from catalog.importers.areas.reading import ListedArea
from catalog.importers.journal import BATCH
from catalog.models import ImportedRow, Organisation
from portal.kit import clock

KIND = Organisation._meta.label_lower


class Listed:
    """The rows of earlier lists, and those of the list SOURCE that is read now.

    The key of a row is the code of what is above it, its name and the statistical code with which it first came.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.own: dict[int, ImportedRow] = {}
        self.names: dict[int, set[str]] = defaultdict(set)
        self.seen: set[int] = set()
        self._at: dict[str, list[int]] = defaultdict(list)
        self._old: list[int] = []
        self._new: list[ImportedRow] = []
        for row in ImportedRow.objects.filter(kind=KIND):
            self._at[row.key.rpartition("|")[0]].append(row.object_id)
            self.names[row.object_id].add(row.taken["name"])
            if row.source == source:
                self.own[row.object_id] = row

    def at(self, parent: Organisation, name: str) -> list[int]:
        """Return the keys of the organisations that some list had below PARENT as NAME."""
        return self._at.get(_location(parent, name), [])

    def remember(self, row: Organisation, parent: Organisation, place: ListedArea) -> None:
        """Note that the list has ROW below PARENT as PLACE."""
        self.seen.add(row.pk)
        taken = {"name": place.name, "parent": parent.name.in_language("")}
        location, last = _location(parent, place.name), self.own.get(row.pk)
        if last:
            if last.taken == taken and last.key.startswith(f"{location}|"):
                return
            self._old.append(last.pk)
        self._new.append(
            ImportedRow(
                kind=KIND,
                source=self.source,
                key=f"{location}|{place.code}",
                object_id=row.pk,
                taken=taken,
                imported_at=clock.now(),
            )
        )

    def save(self) -> None:
        """Write what was noted since the last time; a row whose organisation is gone makes room."""
        old, self._old, new, self._new = self._old, [], self._new, []
        ImportedRow.objects.filter(pk__in=old).delete()
        ImportedRow.objects.bulk_create(
            new,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["kind", "source", "key"],
            update_fields=["object_id", "taken", "imported_at"],
        )

    def gone(self) -> Iterator[int]:
        """Yield the keys of the organisations that earlier lists of this source had and this one has not."""
        return (key for key in self.own if key not in self.seen)


def _location(parent: Organisation, name: str) -> str:
    return f"{parent.code}|{name}"
