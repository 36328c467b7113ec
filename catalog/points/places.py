"""Copy direct edits of a `Place` into the draft and latest revision of its point, and into the search index.

A register or a list writes the row that the public sees. Without this the next publication of the point, from a version
that knows nothing of it, would undo it.
"""

import copy
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from catalog.models import Place, ServicePoint
from portal.kit import published
from portal.users.models import User

FIELDS = ("kind", "floor", "name")


@dataclass(frozen=True)
class _Change:
    """``fields`` of the row ``place`` were written; ``made``: it is new; ``gone``: it is no more."""

    place: Place
    fields: tuple[str, ...] = FIELDS
    made: bool = False
    gone: bool = False

    def apply(self, places: list[Place]) -> list[Place]:
        """Return PLACES, those of a draft, with this change; what a draft took out stays out of it."""
        there = next((place for place in places if place.code == self.place.code), None)
        if self.gone:
            return [place for place in places if place is not there]
        if there is None:
            return [*places, copy.copy(self.place)] if self.made else places
        for name in self.fields:
            setattr(there, name, getattr(self.place, name))
        return places


class Changes:
    """Gathers what was written, so that a point gets one new version however many of its places changed."""

    def __init__(self) -> None:
        self._by_point: dict[int, list[_Change]] = defaultdict(list)

    def made(self, place: Place) -> None:
        """PLACE is a new row."""
        self._by_point[place.point_id].append(_Change(place, made=True))

    def changed(self, place: Place, fields: Iterable[str]) -> None:
        """FIELDS of the row PLACE have other values."""
        if fields := tuple(fields):
            self._by_point[place.point_id].append(_Change(place, fields))

    def gone(self, place: Place) -> None:
        """The row PLACE was deleted."""
        self._by_point[place.point_id].append(_Change(place, gone=True))

    @transaction.atomic
    def apply_to_points(self, by: User | None = None) -> None:
        """Bring everything to the points, as BY (None: an import)."""
        points = ServicePoint.objects.filter(pk__in=self._by_point).select_related("latest_revision")
        for point in points:
            _apply_to_point(point, self._by_point[point.pk], by)
        if self._by_point:
            published.bump()
        self._by_point.clear()


def _apply_to_point(point: Any, changes: list[_Change], by: User | None) -> None:
    options: dict[str, Any] = {"user": by, "clean": False, "log_action": True}
    if point.latest_revision and point.has_unpublished_changes:
        draft = point.latest_revision.as_object()
        places = list(draft.places.all())
        for change in changes:
            places = change.apply(places)
        draft.places = places
        draft.save_revision(**options)
    elif point.latest_revision:
        # No draft: the rows are the newest version, and public as they stand.
        revision = point.save_revision(**options)
        ServicePoint.objects.filter(pk=point.pk).update(
            live_revision=revision if point.live else None, has_unpublished_changes=not point.live
        )
    point.save(update_fields=["updated_at"])  # not update(): the search must hear of it
