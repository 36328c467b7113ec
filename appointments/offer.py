"""Slots that can be booked at a point: its opening hours by the official calendar, minus the seats that are taken."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from appointments.models import Booking
from appointments.slots import Slot, days, slots
from appointments.spec import AppointmentKindSpec
from catalog.calendar import work_calendar
from catalog.models import ServicePoint
from catalog.points.hours import openings
from portal.kit import clock


def slots_by_day(kind: AppointmentKindSpec, point: ServicePoint, now: dt.datetime) -> dict[dt.date, list[Slot]]:
    """Return the slots of every day on which KIND can be booked at POINT; one query for the seats."""
    dates = days(kind, clock.date_of(now))
    return _offered(kind, point, dates, now, _taken(kind, point, dates))


def is_offered(kind: AppointmentKindSpec, point: ServicePoint, starts_at: dt.datetime, now: dt.datetime) -> bool:
    """Return whether STARTS_AT is one of the times of KIND at POINT that can still be booked, full or not."""
    date = clock.date_of(starts_at)
    if date not in days(kind, clock.date_of(now)):
        return False
    return any(slot.starts_at == starts_at for slot in _offered(kind, point, [date], now, {})[date])


def _offered(
    kind: AppointmentKindSpec,
    point: ServicePoint,
    dates: Iterable[dt.date],
    now: dt.datetime,
    booked: Mapping[dt.datetime, int],
) -> dict[dt.date, list[Slot]]:
    calendar, zone = work_calendar(), clock.zone()
    return {
        date: slots(kind, point.code, date, openings(point, date, calendar), zone=zone, now=now, booked=booked)
        for date in dates
    }


def _taken(kind: AppointmentKindSpec, point: ServicePoint, dates: list[dt.date]) -> Mapping[dt.datetime, int]:
    """Return the seats booked at POINT on DATES (first to last) by start."""
    first, last = (dt.datetime.combine(d, dt.time(), clock.zone()) for d in (dates[0], dates[-1]))
    booked = Booking.objects.filter(kind=kind.appointment, point=point, cancelled_at=None, starts_at__gte=first).filter(
        starts_at__lt=last + dt.timedelta(days=1)
    )
    return Counter(booked.values_list("starts_at", flat=True))
