"""The official calendar of the site, out of its tables."""

from catalog.models import Calendar, CalendarDay
from configuration import site
from configuration.schema import WEEK
from portal.kit import published
from portal.kit.workdays import WorkCalendar


@published.cached
def work_calendar() -> WorkCalendar:
    """Return the calendar that the site names; without one, the bare week, every date provisional. Two queries."""
    spec = site.current()
    code, weekend = spec.calendar, frozenset(map(WEEK.index, spec.week.weekend))
    calendar = Calendar.objects.filter(code=code).prefetch_related("years").first() if code else None
    if calendar is None:
        return WorkCalendar(weekend=weekend)
    return WorkCalendar(
        days={day.date: day.works for day in CalendarDay.objects.of(calendar.code)},
        announced=frozenset(year.year for year in calendar.years.all()),
        floor=frozenset((int(day[:2]), int(day[3:])) for day in calendar.every_year),
        weekend=weekend,
    )
