"""Opening hours of a point: the week, the official calendar, and dates that differ (Art. 15(7))."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from catalog.models import ServicePoint
from catalog.points.hours import openings, state
from portal.kit.workdays import WorkCalendar

HERE = ZoneInfo("Asia/Shanghai")
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
CALENDAR = WorkCalendar(
    days={dt.date(2026, 10, 1): False, dt.date(2026, 10, 2): False, dt.date(2026, 10, 10): True},
    announced=frozenset({2026}),
)

pytestmark = pytest.mark.article("15(7)")


def opening(days, opens, closes, service="work_hours", *, by_appointment=False):
    value = {"days": days, "opens": opens, "closes": closes, "service": service, "by_appointment": by_appointment}
    return {"type": "opening", "value": value}


@pytest.fixture
def point():
    hours = [
        opening(WEEKDAYS, "13:00", "17:00"),
        opening(WEEKDAYS, "09:00", "12:00"),
        opening(["sat"], "09:00", "12:00", "weekend", by_appointment=True),
    ]
    closed = {"type": "exception", "value": {"date": "2026-10-12", "opens": None, "closes": None, "note": {}}}
    half = {"type": "exception", "value": {"date": "2026-10-13", "opens": "13:00", "closes": "17:00", "note": {}}}
    return ServicePoint(hours=json.dumps(hours), exceptions=json.dumps([closed, half]))


def spans(point, *date):
    return [f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in openings(point, dt.date(*date), CALENDAR)]


def at(*moment):
    return dt.datetime(*moment, tzinfo=HERE)


def test_weekday_has_its_hours_in_order(point):
    assert spans(point, 2026, 10, 9) == ["09:00-12:00", "13:00-17:00"]


def test_holiday_is_closed(point):
    assert spans(point, 2026, 10, 1) == []


def test_moved_working_saturday_has_the_hours_of_a_working_day(point):
    assert spans(point, 2026, 10, 10) == ["09:00-12:00", "13:00-17:00"]


def test_common_saturday_has_weekend_service(point):
    assert spans(point, 2026, 10, 17) == ["09:00-12:00"]


def test_exception_closes_or_shortens_a_day(point):
    assert spans(point, 2026, 10, 12) == []
    assert spans(point, 2026, 10, 13) == ["13:00-17:00"]


def test_open_point_says_until_when(point):
    assert state(point, at(2026, 10, 9, 10), CALENDAR).until == at(2026, 10, 9, 12)


def test_closed_point_says_when_it_opens_next(point):
    assert state(point, at(2026, 10, 9, 12, 30), CALENDAR).opens_at == at(2026, 10, 9, 13)
    # Sunday and a closed Monday lie between.
    assert state(point, at(2026, 10, 10, 18), CALENDAR).opens_at == at(2026, 10, 13, 13)


def test_closing_minute_is_closed(point):
    assert not state(point, at(2026, 10, 9, 17), CALENDAR).is_open


def test_hours_by_appointment_open_nothing_for_others(point):
    assert not state(point, at(2026, 10, 17, 10), CALENDAR).is_open


def test_point_without_hours_promises_nothing():
    assert state(ServicePoint(hours="[]", exceptions="[]"), at(2026, 10, 9, 10), CALENDAR).opens_at is None
