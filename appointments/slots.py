"""Slots of an appointment kind in given opening hours, minus the seats that are taken. Pure: runs without Django."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from appointments.spec import AppointmentKindSpec, elapsed_time


class OpenSession(Protocol):
    """A span of a day in which a point serves; ``session`` as definitions write it (``work_hours``, ``lunch`` …)."""

    @property
    def opens(self) -> dt.time: ...
    @property
    def closes(self) -> dt.time: ...
    @property
    def session(self) -> str: ...


@dataclass(frozen=True)
class Slot:
    """A time with ``free`` seats left; a full one is shown, but cannot be chosen."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    free: int


def days(kind: AppointmentKindSpec, today: dt.date) -> list[dt.date]:
    """Return the days that can be booked at all, today first."""
    return [today + dt.timedelta(days=ahead) for ahead in range(kind.bookable_ahead.amount + 1)]


def slots(
    kind: AppointmentKindSpec,
    point: str,
    date: dt.date,
    openings: Iterable[OpenSession],
    *,
    zone: dt.tzinfo,
    now: dt.datetime,
    booked: Mapping[dt.datetime, int],
) -> list[Slot]:
    """Return the slots of DATE at POINT (a code) in order; those that begin too soon are left out.

    OPENINGS are read in ZONE, the time zone of the site. BOOKED holds the seats taken by start.
    """
    capacity = kind.capacity_of(point)
    earliest = now + elapsed_time(kind.closed_before)
    return [
        Slot(start, start + elapsed_time(kind.length), max(0, capacity - booked.get(start, 0)))
        for start in _starts(kind, date, openings, zone)
        if start >= earliest
    ]


def _starts(
    kind: AppointmentKindSpec, date: dt.date, openings: Iterable[OpenSession], zone: dt.tzinfo
) -> Iterator[dt.datetime]:
    length = elapsed_time(kind.length)
    for opening in openings:
        if opening.session not in kind.services:
            continue
        start = dt.datetime.combine(date, opening.opens, zone)
        end = dt.datetime.combine(date, opening.closes, zone)
        while start + length <= end:
            yield start
            start += length
