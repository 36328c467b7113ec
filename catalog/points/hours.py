"""Opening hours of a point on a day: weekly hours, dated exceptions and the official calendar (Art. 15(7)).

A public holiday is closed unless an exception opens it. A weekend day that is worked (调休) has the hours of the day
before the weekend, as the working day it is; weekend service by appointment does not hold on it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.blocks import DAYS
from catalog.enums import Session
from catalog.models import ServicePoint
from portal.kit import clock
from portal.kit.workdays import WorkCalendar

AHEAD = 14  # days in which the next opening is looked for


@dataclass(frozen=True, order=True)
class OpeningTime:
    """A span of one day in which a point serves."""

    opens: dt.time
    closes: dt.time
    session: Session = Session.WORK_HOURS
    by_appointment: bool = False


@dataclass(frozen=True)
class OpenState:
    """``until`` is set while the point is open, ``opens_at`` when it is not and the next opening is known."""

    until: dt.datetime | None = None
    opens_at: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.until is not None


def openings(point: ServicePoint, date: dt.date, calendar: WorkCalendar) -> list[OpeningTime]:
    """Return when POINT serves on DATE, in order."""
    special = [day for day in point.readable_exceptions if day["date"] == date]
    if special:
        return sorted(OpeningTime(day["opens"], day["closes"]) for day in special if day["opens"])
    weekday = date.weekday()
    works = calendar.is_workday(date)
    rests = calendar.is_weekend(date)
    if works and rests:
        weekday = calendar.day_before_weekend
    elif not works and (not rests or date in calendar.days):
        return []
    name = DAYS[weekday][0]
    return sorted(
        OpeningTime(hour["opens"], hour["closes"], Session(hour["service"]), bool(hour["by_appointment"]))
        for hour in point.readable_hours
        if name in hour["days"]
    )


def state(point: ServicePoint, moment: dt.datetime, calendar: WorkCalendar) -> OpenState:
    """Return whether POINT is open at MOMENT; hours by appointment open nothing to those who just come."""
    local = clock.local(moment)
    for ahead in range(AHEAD):
        date = local.date() + dt.timedelta(days=ahead)
        walk_in = (opening for opening in openings(point, date, calendar) if not opening.by_appointment)
        for opens, closes in _joined(walk_in):
            begin, end = (dt.datetime.combine(date, time, local.tzinfo) for time in (opens, closes))
            if begin <= local < end:
                return OpenState(until=end)
            if local < begin:
                return OpenState(opens_at=begin)
    return OpenState()


def _joined(spans: Iterable[OpeningTime]) -> list[tuple[dt.time, dt.time]]:
    """Return SPANS with neighbours made one: morning, lunch and afternoon are one opening."""
    joined: list[tuple[dt.time, dt.time]] = []
    for span in spans:
        if joined and span.opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(span.closes, joined[-1][1]))
        else:
            joined.append((span.opens, span.closes))
    return joined
