"""The hours of a point as public pages say them: a table for the week, the days that differ, the holidays."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.blocks import DAYS
from catalog.enums import Session
from catalog.models import CalendarDay, ServicePoint
from catalog.points.hours import openings
from configuration import site
from configuration.schema import WEEK
from portal.kit.workdays import ONE_DAY, WorkCalendar

AHEAD = dt.timedelta(days=60)  # how far holidays are announced on the page of a point


@dataclass(frozen=True)
class WeeklyOpening:
    """One time of a day, what kind of service it is, and whether it holds today."""

    opens: dt.time
    closes: dt.time
    session: Session
    by_appointment: bool

    @property
    def plain(self) -> bool:
        """Whether there is nothing to add to the times."""
        return self.session == Session.WORK_HOURS and not self.by_appointment


@dataclass(frozen=True)
class WeekRow:
    """One line of the table of hours: days that are alike, and their times in order."""

    days: list[Any]
    spans: list[WeeklyOpening] = field(default_factory=list)
    today: bool = False


@dataclass(frozen=True)
class Closure:
    """Days in a row that the official calendar closes, or weekend days on which it makes the point work."""

    first: dt.date
    last: dt.date
    name: str
    works: bool


def week(point: ServicePoint, today: dt.date, calendar: WorkCalendar) -> list[WeekRow]:
    """Return the hours of POINT as a table, in the order of the definition; rows that hold TODAY are marked."""
    starts = WEEK.index(site.current().week.starts)
    names = dict([*DAYS[starts:], *DAYS[:starts]])
    now = {(span.opens, span.closes, span.session) for span in openings(point, today, calendar)}
    rows: dict[tuple[str, ...], WeekRow] = {}
    for value in point.readable_hours:
        span = WeeklyOpening(value["opens"], value["closes"], Session(value["service"]), bool(value["by_appointment"]))
        days = tuple(code for code in names if code in value["days"])
        row = rows.setdefault(days, WeekRow([names[code] for code in days]))
        spans = sorted([*row.spans, span], key=lambda each: each.opens)
        rows[days] = replace(row, spans=spans, today=row.today or (span.opens, span.closes, span.session) in now)
    return list(rows.values())


def exceptions(point: ServicePoint, today: dt.date) -> list[Any]:
    """Return the days with other hours that are still to come."""
    return sorted((day for day in point.readable_exceptions if day["date"] >= today), key=lambda value: value["date"])


def closures(point: ServicePoint, today: dt.date, calendar: WorkCalendar) -> list[Closure]:
    """Return the holidays of the next two months, and the weekend days worked for them; one query."""
    own = {day["date"] for day in point.readable_exceptions}
    days = CalendarDay.objects.of(site.current().calendar or "").filter(date__range=(today, today + AHEAD))
    found: list[Closure] = []
    for day in days.order_by("date"):
        if day.date in own or (day.works and not openings(point, day.date, calendar)):
            continue
        before = found[-1] if found else None
        if before and (before.last + ONE_DAY, before.name, before.works) == (day.date, day.name, day.works):
            found[-1] = replace(before, last=day.date)
        else:
            found.append(Closure(day.date, day.date, day.name, day.works))
    return found
