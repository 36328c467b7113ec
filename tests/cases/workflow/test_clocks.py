"""Clocks in working days: the vectors, and a counter that walks day by day."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.workflow import clocks
from portal.kit.workdays import ONE_DAY, WorkCalendar

VECTORS = Path(__file__).parents[3] / ".." / "shared" / "data" / "testvectors.json"
# The moved days of autumn 2026, as announced: closed 10-01 to 10-07, worked 09-20 and 10-10.
AUTUMN = WorkCalendar(
    days={dt.date(2026, 10, day): False for day in range(1, 8)}
    | {dt.date(2026, 9, 25): False, dt.date(2026, 9, 20): True, dt.date(2026, 10, 10): True},
    announced=frozenset({2026}),
    floor=frozenset({(1, 1)}),
)
DAYS = st.dates(dt.date(2026, 9, 1), dt.date(2026, 10, 31))


@pytest.mark.article("18")
def test_eve_of_the_national_day_is_due_after_the_holidays() -> None:
    assert clocks.start(AUTUMN, dt.date(2026, 9, 30), 3).due == dt.date(2026, 10, 10)


def test_same_day_is_due_the_same_day() -> None:
    assert clocks.start(AUTUMN, dt.date(2026, 9, 18), 0).due == dt.date(2026, 9, 18)


def test_unannounced_year_makes_the_date_provisional() -> None:
    run = clocks.start(AUTUMN, dt.date(2026, 12, 31), 1)
    assert (run.provisional, run.due) == (True, dt.date(2027, 1, 4))


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared data folder is not here")
def test_autumn_vectors_hold() -> None:
    vectors = json.loads(VECTORS.read_text())["workday_add"]
    wrong = [
        vector
        for vector in vectors
        if "2026-09-01" <= vector["start"] <= "2026-10-31"
        and clocks.start(AUTUMN, dt.date.fromisoformat(vector["start"]), vector["n"]).due.isoformat() != vector["due"]
    ]
    assert wrong == []


def counted(start: dt.date, days: int, paused: set[dt.date]) -> dt.date:
    """Walk day by day: a working day that is not paused uses one up."""
    day, left = start, days
    while left:
        day += ONE_DAY
        left -= AUTUMN.is_workday(day) and day not in paused
    return day


@given(DAYS, st.integers(1, 15), st.integers(0, 20), st.integers(0, 30))
def test_pause_moves_the_date_as_a_day_by_day_counter_does(start: dt.date, days: int, after: int, length: int) -> None:
    run = clocks.start(AUTUMN, start, days)
    begins = start + after * ONE_DAY
    assume(begins < run.due)
    ends = begins + length * ONE_DAY
    paused = {begins + n * ONE_DAY for n in range(1, length + 1)}
    resumed = clocks.resume(AUTUMN, clocks.pause(run, begins), ends)
    assert resumed.due == counted(start, days, paused)


@given(DAYS, st.integers(0, 15), DAYS, st.integers(0, 30))
def test_pause_never_shortens(start: dt.date, days: int, begins: dt.date, length: int) -> None:
    run = clocks.start(AUTUMN, start, days)
    assume(begins >= start)
    resumed = clocks.resume(AUTUMN, clocks.pause(run, begins), begins + length * ONE_DAY)
    assert resumed.due >= run.due


def test_pause_after_the_due_date_mends_nothing() -> None:
    run = clocks.start(AUTUMN, dt.date(2026, 9, 1), 2)
    paused = clocks.pause(run, dt.date(2026, 9, 7))
    assert clocks.resume(AUTUMN, paused, dt.date(2026, 9, 16)).due == run.due


def test_second_pause_of_a_paused_clock_changes_nothing() -> None:
    run = clocks.pause(clocks.start(AUTUMN, dt.date(2026, 9, 1), 5), dt.date(2026, 9, 2))
    assert clocks.pause(run, dt.date(2026, 9, 3)) == run


def test_resuming_a_running_clock_changes_nothing() -> None:
    run = clocks.start(AUTUMN, dt.date(2026, 9, 1), 5)
    assert clocks.resume(AUTUMN, run, dt.date(2026, 9, 9)) == run
