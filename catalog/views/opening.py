"""Hours of a service point as the public pages say them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from catalog import hours
from catalog.blocks import DAYS
from catalog.calendar import work_calendar
from catalog.enums import Session
from catalog.models import ServicePoint


def state(point: ServicePoint, moment: dt.datetime) -> hours.State:
    """Return whether POINT is open at MOMENT by the calendar of the site."""
    return hours.state(point, moment, work_calendar())


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
