"""Which times can be booked at a point: its opening hours by the official calendar, minus what is taken."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone

from appointments.models import Booking
from appointments.spec import AppointmentKindSpec, span
from catalog.calendar import work_calendar
from catalog.models import ServicePoint
from catalog.points.hours import openings


@dataclass(frozen=True)
class Slot:
    """A time with ``free`` seats left; a full one is shown, but cannot be chosen."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    free: int


def days(kind: AppointmentKindSpec, now: dt.datetime) -> list[dt.date]:
    """Return the days that can be booked at all, today first."""
    today = timezone.localdate(now)
    return [today + dt.timedelta(days=ahead) for ahead in range(kind.opens.amount + 1)]


def taken(kind: AppointmentKindSpec, point: ServicePoint, dates: list[dt.date]) -> Mapping[dt.datetime, int]:
    """Return the seats booked at POINT on DATES (first to last) by start; one query."""
    first, last = (timezone.make_aware(dt.datetime.combine(d, dt.time())) for d in (dates[0], dates[-1]))
    booked = Booking.objects.filter(kind=kind.appointment, point=point, cancelled_at=None, starts_at__gte=first).filter(
        starts_at__lt=last + dt.timedelta(days=1)
    )
    return Counter(booked.values_list("starts_at", flat=True))


def slots(
    kind: AppointmentKindSpec,
    point: ServicePoint,
    date: dt.date,
    *,
    now: dt.datetime,
    booked: Mapping[dt.datetime, int],
) -> list[Slot]:
    """Return the slots of DATE in order; those that begin too soon are left out."""
    capacity = kind.capacity_of(point.code)
    earliest = now + span(kind.closes)
    return [
        Slot(start, start + span(kind.length), max(0, capacity - booked.get(start, 0)))
        for start in _starts(kind, point, date)
        if start >= earliest
    ]


def _starts(kind: AppointmentKindSpec, point: ServicePoint, date: dt.date) -> Iterator[dt.datetime]:
    length = span(kind.length)
    for opening in openings(point, date, work_calendar()):
        if opening.session not in kind.services:
            continue
        start = timezone.make_aware(dt.datetime.combine(date, opening.opens))
        end = timezone.make_aware(dt.datetime.combine(date, opening.closes))
        while start + length <= end:
            yield start
            start += length


def is_offered(kind: AppointmentKindSpec, point: ServicePoint, starts_at: dt.datetime, now: dt.datetime) -> bool:
    """Return whether STARTS_AT is one of the times of KIND at POINT that can still be booked."""
    date = timezone.localdate(starts_at)
    return date in days(kind, now) and any(
        slot.starts_at == starts_at for slot in slots(kind, point, date, now=now, booked={})
    )
