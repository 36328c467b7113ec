"""The official calendar out of the tables gives the due dates of the shared vectors."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from catalog.calendar import work_calendar
from catalog.models import CalendarDay
from configuration.models import SiteRecord
from portal.kit import published
from tests.factories.registers import CalendarFactory, CalendarYearFactory

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
FLOOR = ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar():
    if not DATA.exists():
        pytest.skip("the shared data is not here")
    SiteRecord.objects.create(
        code="s", spec={"site": "s", "name": "城", "competent_authority": "root", "calendar": "cn"}
    )
    official = CalendarFactory(every_year=FLOOR)
    years = {year: CalendarYearFactory(calendar=official, year=year) for year in range(2020, 2027)}
    rows = csv.DictReader((DATA / "cn_holidays_2020_2027.csv").read_text().splitlines())
    CalendarDay.objects.bulk_create(
        CalendarDay(year=years[int(row["date"][:4])], date=row["date"], works=row["kind"] == "workday")
        for row in rows
        if int(row["date"][:4]) in years
    )
    published.forget()
    yield work_calendar()
    published.forget()


@pytest.fixture
def vectors():
    return json.loads((DATA / "testvectors.json").read_text())


def day(text):
    return dt.date.fromisoformat(text)


def test_working_days_are_added(calendar, vectors):
    for vector in vectors["workday_add"]:
        assert calendar.add(day(vector["start"]), vector["n"]).date == day(vector["due"]), vector


def test_natural_days_roll_forward(calendar, vectors):
    for vector in vectors["natural_add_roll_forward"]:
        assert calendar.add_natural(day(vector["start"]), vector["n"]).date == day(vector["due"]), vector


def test_working_days_are_told(calendar, vectors):
    for vector in vectors["is_workday"]:
        assert calendar.is_workday(day(vector["d"])) == vector["v"], vector


def test_year_that_is_not_announced_keeps_the_statutory_floor(calendar, vectors):
    due = calendar.add(day(vectors["unpublished_year_trap"]["start"]), 1)
    assert due.date != dt.date(2027, 1, 1)
    assert due.provisional


def test_site_without_a_calendar_has_the_bare_week():
    published.forget()
    assert work_calendar().add(dt.date(2026, 9, 30), 1).date == dt.date(2026, 10, 1)
    published.forget()
