"""The hours of a service point as the public pages say them: a table for the week, the days that differ."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from catalog.blocks import DAYS
from catalog.enums import Session
from catalog.hours import openings
from catalog.models import ServicePoint
from portal.kit.workdays import WorkCalendar


@dataclass(frozen=True)
class WeekRow:
    """One line of the table of hours: the days of one pattern, its times, what kind of service it is."""

    days: list[Any]
    opens: dt.time
    closes: dt.time
    session: Session
    by_appointment: bool
    today: bool


def week(point: ServicePoint, today: dt.date, calendar: WorkCalendar) -> list[WeekRow]:
    """Return the hours of POINT as a table, in the order of the definition; rows that hold TODAY are marked."""
    names = dict(DAYS)
    now = {(span.opens, span.closes, span.session) for span in openings(point, today, calendar)}
    return [
        WeekRow(
            days=[names[code] for code in names if code in value["days"]],
            opens=value["opens"],
            closes=value["closes"],
            session=Session(value["service"]),
            by_appointment=bool(value["by_appointment"]),
            today=(value["opens"], value["closes"], Session(value["service"])) in now,
        )
        for value in (block.value for block in point.hours)
    ]


def exceptions(point: ServicePoint, today: dt.date) -> list[Any]:
    """Return the days with other hours that are still to come."""
    return sorted((b.value for b in point.exceptions if b.value["date"] >= today), key=lambda value: value["date"])
