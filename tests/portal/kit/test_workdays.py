"""Working days by the official calendar, against published facts and a day-by-day count."""

import csv
import datetime as dt
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.workdays import WorkCalendar

DATA = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared data folder is not beside the project")
NEW_YEAR = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@cache
def official() -> WorkCalendar:
    """The announced calendars of 2020 to 2026."""
    with (DATA / "cn_holidays_2020_2027.csv").open() as lines:
        days = {dt.date.fromisoformat(row["date"]): row["kind"] == "workday" for row in csv.DictReader(lines)}
    return WorkCalendar(days, frozenset(day.year for day in days), NEW_YEAR)


def vectors(name: str) -> list[dict]:
    return json.loads((DATA / "testvectors.json").read_text())[name] if DATA.exists() else []


@needs_data
@pytest.mark.article("18.2")
@pytest.mark.parametrize("vector", vectors("workday_add"), ids=lambda v: f"{v['start']}+{v['n']}")
def test_periods_in_working_days_end_as_published(vector):
    due = official().add(dt.date.fromisoformat(vector["start"]), vector["n"])
    assert due.date.isoformat() == vector["due"]
    assert not due.provisional


@needs_data
@pytest.mark.parametrize("vector", vectors("natural_add_roll_forward"), ids=lambda v: f"{v['start']}+{v['n']}")
def test_natural_periods_roll_to_a_working_day(vector):
    due = official().add_natural(dt.date.fromisoformat(vector["start"]), vector["n"])
    assert due.date.isoformat() == vector["due"]


@needs_data
@pytest.mark.article("15.7")
@pytest.mark.parametrize("vector", vectors("is_workday"), ids=lambda v: v["d"])
def test_moved_working_days_are_working_days(vector):
    assert official().is_workday(dt.date.fromisoformat(vector["d"])) is vector["v"]


@needs_data
def test_a_year_that_is_not_announced_makes_the_date_provisional():
    due = official().add(dt.date(2026, 12, 31), 1)
    assert due.provisional
    assert due.date == dt.date(2027, 1, 4)


@needs_data
@given(st.dates(dt.date(2020, 1, 1), dt.date(2026, 6, 1)), st.integers(1, 60))
def test_adding_and_counting_agree(start, days):
    due = official().add(start, days).date
    assert official().between(start, due) == days
    assert official().is_workday(due)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
def test_counting_backwards_is_the_negative(one, other):
    calendar = WorkCalendar()
    assert calendar.between(one, other) == -calendar.between(other, one)
