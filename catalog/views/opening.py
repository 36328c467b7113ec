"""Whether a service point is open now, as the public pages say it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from catalog.blocks import DAYS
from catalog.enums import Session
from catalog.models import ServicePoint

AHEAD = 14  # days in which the next opening is looked for


@dataclass(frozen=True)
class State:
    """``until`` is set while the point is open, ``opens`` when it is not and the next opening is known."""

    until: dt.datetime | None = None
    opens: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.until is not None


def state(point: ServicePoint, moment: dt.datetime) -> State:
    """Return whether POINT is open at MOMENT; hours by appointment open nothing to those who just come."""
    local = timezone.localtime(moment)
    for ahead in range(AHEAD):
        date = local.date() + dt.timedelta(days=ahead)
        for opens, closes in _spans(point, date):
            begin, end = (dt.datetime.combine(date, time, local.tzinfo) for time in (opens, closes))
            if begin <= local < end:
                return State(until=end)
            if local < begin:
                return State(opens=begin)
    return State()


def _spans(point: ServicePoint, date: dt.date) -> list[tuple[dt.time, dt.time]]:
    others = [block.value for block in point.exceptions if block.value["date"] == date]
    if others:
        return _joined((day["opens"], day["closes"]) for day in others if day["opens"])
    name = DAYS[date.weekday()][0]
    hours = (block.value for block in point.hours)
    return _joined((h["opens"], h["closes"]) for h in hours if name in h["days"] and not h["by_appointment"])


def _joined(spans: Any) -> list[tuple[dt.time, dt.time]]:
    """Return SPANS in order, neighbours made one: morning, lunch and afternoon are one opening."""
    joined: list[tuple[dt.time, dt.time]] = []
    for opens, closes in sorted(spans):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


@dataclass(frozen=True)
class WeekRow:
    """One line of the table of hours: the days of one pattern, its times, what kind of service it is."""

    days: list[Any]
    opens: dt.time
    closes: dt.time
    session: Session
    by_appointment: bool
    today: bool


def week(point: ServicePoint, today: dt.date) -> list[WeekRow]:
    """Return the hours of POINT as a table, in the order of the definition."""
    names = dict(DAYS)
    return [
        WeekRow(
            days=[names[code] for code in names if code in value["days"]],
            opens=value["opens"],
            closes=value["closes"],
            session=Session(value["service"]),
            by_appointment=bool(value["by_appointment"]),
            today=DAYS[today.weekday()][0] in value["days"],
        )
        for value in (block.value for block in point.hours)
    ]


def exceptions(point: ServicePoint, today: dt.date) -> list[Any]:
    """Return the days with other hours that are still to come."""
    return sorted((b.value for b in point.exceptions if b.value["date"] >= today), key=lambda value: value["date"])
