"""The official calendar of the site, out of its tables."""

from catalog.models import Calendar, CalendarDay
from configuration import site
from portal.kit import published
from portal.kit.workdays import WorkCalendar


@published.cached
def work_calendar() -> WorkCalendar:
    """Return the calendar that the site names; without one, the bare week, every date provisional. Two queries."""
    spec = site.current()
    code, weekend = spec.calendar, spec.week.rest_days
    calendar = Calendar.objects.filter(code=code).prefetch_related("years").first() if code else None
    if calendar is None:
        return WorkCalendar(weekend=weekend)
    days = {day.date: day.works for day in CalendarDay.objects.of(calendar.code)}
    return WorkCalendar.of(days, (year.year for year in calendar.years.all()), calendar.every_year, weekend)
