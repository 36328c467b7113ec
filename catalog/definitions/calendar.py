"""``calendars/<code>.yaml``: an official calendar, one announcement a year, and the days the law closes every year."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any

from django.db.models import Prefetch
from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from catalog.definitions.fields import Day, at_most
from catalog.definitions.registry import RegistryKind
from catalog.models import Calendar, CalendarDay, CalendarYear
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Definition, Part, Said
from portal.kit.words import Words
from portal.kit.workdays import WorkCalendar

ONE_DAY = dt.timedelta(days=1)


class Holiday(Part):
    """A run of closed days; one day if ``to`` is left out."""

    first: Day = Field(alias="from")
    last: Day | None = Field(default=None, alias="to")
    name: str = Field(max_length=40)

    @field_validator("last", mode="after")
    @classmethod
    def _one_day(cls, last: dt.date | None, info: ValidationInfo) -> dt.date | None:
        return None if last == info.data.get("first") else last

    def dates(self) -> Iterator[dt.date]:
        """Yield the closed days; none if the end lies before the beginning."""
        day = self.first
        while day <= (self.last or self.first):
            yield day
            day += ONE_DAY


class Year(Part):
    source: str = Field(default="", max_length=200, description="the announcement")
    holidays: Annotated[list[Holiday], AfterValidator(lambda runs: sorted(runs, key=lambda run: run.first))] = []
    workdays: Annotated[list[Day], AfterValidator(sorted)] = Field(
        default=[], description="weekend days that are worked (调休)"
    )


class CalendarSpec(Definition):
    calendar: Code
    name: Annotated[Said, at_most(60)] = Words()
    every_year: list[Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-\d\d$")]] = Field(
        default=[], description='closed by law every year, month and day: ["01-01", "05-01"]'
    )
    years: dict[int, Year] = {}
    order: int = 0

    def work_calendar(self, weekend: frozenset[int]) -> WorkCalendar:
        """Return the calendar of a site that rests on WEEKEND, as `catalog.calendar` reads it out of the tables."""
        days = {day: False for year in self.years.values() for run in year.holidays for day in run.dates()}
        days |= {day: True for year in self.years.values() for day in year.workdays}
        return WorkCalendar.of(days, self.years, self.every_year, weekend)


class CalendarKind(RegistryKind[CalendarSpec]):
    name = "calendar"
    folder = "calendars"
    order = 5
    schema = CalendarSpec
    model = Calendar
    says = (CodeReference("calendar", Calendar, "code"),)
    csv = False

    def rows(self) -> Any:
        years = CalendarYear.objects.order_by("year").prefetch_related("days")
        return super().rows().prefetch_related(Prefetch("years", years))

    def read(self, row: Any) -> dict[str, Any]:
        years = {year.year: {"source": year.source, **_days(list(year.days.all()))} for year in row.years.all()}
        return {"name": row.name, "every_year": row.every_year, "years": years}

    def values(self, spec: CalendarSpec) -> dict[str, Any]:
        return {"name": spec.name, "every_year": spec.every_year}

    def save(self, spec: CalendarSpec) -> None:
        super().save(spec)
        calendar = Calendar.objects.get(code=spec.calendar)
        calendar.years.exclude(year__in=spec.years).delete()
        for number, announced in spec.years.items():
            year, _new = CalendarYear.objects.update_or_create(
                calendar=calendar, year=number, defaults={"source": announced.source}
            )
            closed = {day: holiday.name for holiday in announced.holidays for day in holiday.dates()}
            days = [CalendarDay(year=year, date=day, works=False, name=name) for day, name in closed.items()]
            days += [CalendarDay(year=year, date=day, works=True) for day in announced.workdays]
            year.days.all().delete()
            CalendarDay.objects.bulk_create(days)

    def check(self, spec: CalendarSpec, folder: Folder) -> Iterator[Complaint]:
        for number, year in spec.years.items():
            seen: set[dt.date] = set()
            for index, holiday in enumerate(year.holidays):
                where = ("years", str(number), "holidays", index)
                if holiday.last and holiday.last < holiday.first:
                    yield Complaint((*where, "to"), "D311", "the holiday ends before it begins")
                yield from _complain_of(where, list(holiday.dates()), number, seen)
            for index, day in enumerate(year.workdays):
                yield from _complain_of(("years", str(number), "workdays", index), [day], number, seen)


def _complain_of(
    where: tuple[str | int, ...], days: list[dt.date], year: int, seen: set[dt.date]
) -> Iterator[Complaint]:
    if any(day.year != year for day in days):
        yield Complaint(where, "D312", f"a day outside {year}", "put it under its own year")
    if seen.intersection(days):
        yield Complaint(where, "D313", "a day that is already listed in this year", "keep one of them")
    seen.update(days)


def _days(days: list[CalendarDay]) -> dict[str, Any]:
    """Return DAYS as runs of holidays of one name, and working weekend days."""
    runs: list[dict[str, Any]] = []
    for day in sorted((day for day in days if not day.works), key=lambda day: day.date):
        last = runs[-1] if runs else None
        if last and last["name"] == day.name and (last.get("to") or last["from"]) + ONE_DAY == day.date:
            last["to"] = day.date
        else:
            runs.append({"from": day.date, "name": day.name})
    return {"holidays": runs, "workdays": sorted(day.date for day in days if day.works)}
