"""The time zone of the site holds wherever a time is read or shown, whatever that of the settings."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from catalog.calendar import work_calendar
from catalog.points.hours import state
from configuration.models import SiteRecord
from portal.kit import clock, published
from portal.kit.speaking import as_site
from portal.local_time import SiteTimeZone
from tests.factories.point import PointFactory

pytestmark = pytest.mark.django_db
# 09:30 of a Monday in Nairobi, 14:30 in Shanghai, where the hours below are over.
MONDAY = dt.datetime(2026, 11, 23, 6, 30, tzinfo=dt.UTC)


@pytest.fixture
def nairobi():
    spec = {"site": "town", "name": "Mji", "competent_authority": "none", "time_zone": "Africa/Nairobi"}
    SiteRecord.objects.create(code="town", spec=spec | {"week": {"weekend": ["fri", "sat"], "starts": "sun"}})
    published.forget()


def hours(days):
    value = {"days": days, "opens": "08:00", "closes": "13:00", "service": "work_hours", "by_appointment": False}
    return [{"type": "opening", "value": value}]


def test_point_is_open_by_the_clock_of_the_site(nairobi):
    point = PointFactory(hours=hours(["mon"]))
    found = state(point, MONDAY, work_calendar())
    assert found.until == dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def test_today_is_the_day_of_the_site(nairobi, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC))
    assert clock.today() == dt.date(2026, 11, 23)  # in Shanghai it is the 24th already
    assert clock.local(clock.now()).hour == 23


def shown(_request=None):
    return HttpResponse(Template("{{ at|time:'H:i' }}").render(Context({"at": MONDAY})))


def test_templates_show_the_time_of_the_site(nairobi):
    assert SiteTimeZone(shown)(RequestFactory().get("/")).content == b"09:30"
    with as_site():
        assert shown().content == b"09:30"


def test_weekend_of_the_site_is_no_working_day(nairobi):
    calendar = work_calendar()
    sunday, friday = dt.date(2026, 11, 22), dt.date(2026, 11, 27)
    assert calendar.is_workday(sunday)
    assert not calendar.is_workday(friday)
    assert calendar.day_before_weekend == 3  # Thursday
