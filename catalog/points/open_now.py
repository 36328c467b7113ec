"""Open service points among many: hours are compared as written, so that a thousand alike are read once."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from catalog.calendar import work_calendar
from catalog.models import Organisation, ServicePoint
from catalog.points.hours import OpenState, state
from catalog.territory import reach
from portal.kit import published

Pattern = str


def with_states(points: Iterable[ServicePoint], moment: dt.datetime) -> list[tuple[ServicePoint, OpenState]]:
    """Return POINTS, each with whether it is open at MOMENT; for a page of them."""
    calendar = work_calendar()
    return [(point, state(point, moment, calendar)) for point in points]


@published.cached
def _hours() -> tuple[dict[int, int], list[ServicePoint]]:
    """Return the number of its hours for the key of each public point, and one point of each number."""
    points = ServicePoint.objects.public()
    texts = points.order_by().annotate(hours_text=reach.lists("hours"), exceptions_text=reach.lists("exceptions"))
    numbers: dict[Pattern, int] = {}
    of: dict[int, int] = {}
    first: list[int] = []
    for key, hours, exceptions in texts.values_list("pk", "hours_text", "exceptions_text"):
        of[key] = numbers.setdefault(_pattern(hours) + _pattern(exceptions), len(numbers))
        if of[key] == len(first):
            first.append(key)
    rows = ServicePoint.objects.in_bulk(first)
    return of, [rows[key] for key in first]


def hours_of() -> dict[int, int]:
    """Return the number of its hours for the key of each public point; asked once a publication."""
    return _hours()[0]


def open_hours(moment: dt.datetime) -> set[int]:
    """Return the numbers of the hours that are open at MOMENT."""
    calendar = work_calendar()
    return {number for number, point in enumerate(_hours()[1]) if state(point, moment, calendar).is_open}


def open_at(points: QuerySet[ServicePoint], moment: dt.datetime) -> set[int]:
    """Return the keys of those public POINTS that are open at MOMENT."""
    hours, open_ = hours_of(), open_hours(moment)
    return {key for key in points.order_by().values_list("pk", flat=True) if hours.get(key) in open_}


def nearest_open(point: ServicePoint, moment: dt.datetime) -> ServicePoint | None:
    """Return an open point near POINT: the one that shares most of the tree with it, the higher level first."""
    district = Organisation.objects.within(point.organisation.territory)
    near = ServicePoint.objects.public().for_list().within(district).exclude(pk=point.pk)
    found = ServicePoint.objects.for_list().filter(pk__in=open_at(near, moment))
    mine = point.organisation.path

    def distance(other: ServicePoint) -> tuple[int, int]:
        return -mine.shared(other.organisation.path), other.organisation.path.depth

    return min(found, key=distance, default=None)


def _pattern(text: str) -> Pattern:
    """Return stored blocks without their identities, which differ even where the hours do not."""
    blocks: list[dict[str, Any]] = json.loads(text or "[]")
    return json.dumps([block["value"] for block in blocks], sort_keys=True)
