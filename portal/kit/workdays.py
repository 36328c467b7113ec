"""Working days by the official calendar: pure, no Django. Source: 行政许可法 §82, 民法典 §§201, 203."""

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

WEEKEND = frozenset({5, 6})  # Saturday and Sunday, as datetime.date.weekday() counts
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """A due date; ``provisional`` when it depends on a year whose official calendar is not announced."""

    date: dt.date
    provisional: bool = False


@dataclass(frozen=True)
class WorkCalendar:
    """Public holidays (False) and working weekend days (True) by date, and the years that are announced.

    ``floor`` holds holidays that the law fixes for every year (month, day): in a year that is not announced they
    are closed, everything else follows the week, and every answer is provisional. ``weekend`` holds the days of the
    week on which nobody works, 0 for Monday.
    """

    days: Mapping[dt.date, bool] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()
    floor: frozenset[tuple[int, int]] = frozenset()
    weekend: frozenset[int] = WEEKEND

    @classmethod
    def of(
        cls, days: Mapping[dt.date, bool], years: Iterable[int], every_year: Iterable[str], weekend: frozenset[int]
    ) -> Self:
        """Return the calendar of DAYS in the announced YEARS; EVERY_YEAR holds fixed holidays, e.g. ``05-01``."""
        floor = frozenset((int(day[:2]), int(day[3:])) for day in every_year)
        return cls(days, frozenset(years), floor, weekend)

    def is_workday(self, day: dt.date) -> bool:
        """Return whether DAY is a working day; a 补班 Saturday is one."""
        if day in self.days:
            return self.days[day]
        if day.year not in self.announced and (day.month, day.day) in self.floor:
            return False
        return not self.is_weekend(day)

    def is_weekend(self, day: dt.date) -> bool:
        """Return whether DAY is one on which the week rests, whatever the calendar says of the date."""
        return day.weekday() in self.weekend

    @property
    def day_before_weekend(self) -> int:
        """The weekday before the first day of the weekend, 0 for Monday; Friday without a weekend."""
        firsts = [day for day in self.weekend if (day - 1) % 7 not in self.weekend]
        return (firsts[0] - 1) % 7 if firsts else 4

    def add(self, start: dt.date, working_days: int) -> Due:
        """Return the last day of a period of WORKING_DAYS; the day of START is not counted (民法典 §201)."""
        day, left = start, working_days
        while left > 0:
            day += ONE_DAY
            left -= self.is_workday(day)
        return Due(day, self._provisional(start, day))

    def add_natural(self, start: dt.date, natural_days: int) -> Due:
        """Return START + NATURAL_DAYS, rolled forward from a rest day to the next working day (民法典 §203)."""
        day = start + dt.timedelta(days=natural_days)
        while not self.is_workday(day):
            day += ONE_DAY
        return Due(day, self._provisional(start, day))

    def add_months(self, start: dt.date, months: int) -> Due:
        """Return the same day MONTHS later, or the last of a shorter month (民法典 §202), rolled forward alike."""
        years, month = divmod(start.month - 1 + months, 12)
        last = calendar.monthrange(start.year + years, month + 1)[1]
        return self.add_natural(dt.date(start.year + years, month + 1, min(start.day, last)), 0)

    def outlasting_start(self, working_days: int, limit: Callable[[dt.date], Due]) -> dt.date | None:
        """Return the first day of an announced year from which WORKING_DAYS end later than LIMIT of that day, or None.

        Around long holidays a promise in working days can outlast a legal limit in days or months that looks longer.
        """
        for year in sorted(self.announced):
            day = dt.date(year, 1, 1)
            while day.year == year:
                if self.add(day, working_days).date > limit(day).date:
                    return day
                day += ONE_DAY
        return None

    def between(self, start: dt.date, end: dt.date) -> int:
        """Return the working days after START up to and with END; negative when END lies before START."""
        if end < start:
            return -self.between(end, start)
        days = (end - start).days
        return sum(self.is_workday(start + dt.timedelta(days=n)) for n in range(1, days + 1))

    def _provisional(self, start: dt.date, end: dt.date) -> bool:
        return any(year not in self.announced for year in range(start.year, end.year + 1))
