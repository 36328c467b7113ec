"""Service points as people look for them: where, by name or street, and whether somebody is there now (Art. 9, 15)."""

import datetime as dt
import json

import pytest

from catalog.calendar import work_calendar
from catalog.models import Calendar, CalendarDay, CalendarYear, Post, ServicePoint
from catalog.points.finder import PointFinder
from catalog.points.hours import state
from catalog.points.hours_table import closures, week
from catalog.points.open_now import nearest_open, open_at
from portal.kit import clock, published
from tests.catalog.public.test_catalogue import queries, read
from tests.city import city
from tests.factories.organisation import OrganisationFactory
from tests.factories.place import PlaceFactory
from tests.factories.point import PointFactory

__all__ = ["city"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # 10:00 in Qingdao
NIGHT = dt.datetime(2026, 11, 23, 14, 0, tzinfo=dt.UTC)  # 22:00


@pytest.fixture
def at(monkeypatch):
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def codes(page):
    return {link["href"].split("/")[2] for link in page.select(".results .rows b a")}


def network(**wanted):
    return PointFinder(wanted, MONDAY)


@pytest.mark.parametrize("moment", [MONDAY, NIGHT, dt.datetime(2026, 11, 28, 2, 0, tzinfo=dt.UTC)])
def test_open_points_are_those_whose_own_state_is_open(moment):
    points = ServicePoint.objects.public()
    one_by_one = {point.pk for point in points if state(point, moment, work_calendar()).is_open}
    assert open_at(points, moment) == one_by_one


def test_an_exception_counts_among_points_with_the_same_hours():
    closed = ServicePoint.objects.get(code="laoshan-centre")
    closed.exceptions = json.dumps([{"type": "exception", "value": {"date": "2026-11-23", "note": {}}}])
    closed.save()
    published.forget()
    assert closed.pk not in open_at(ServicePoint.objects.public(), MONDAY)
    assert ServicePoint.objects.get(code="chengyang-centre").pk in open_at(ServicePoint.objects.public(), MONDAY)


def test_choosing_open_now_shows_open_points_only(client, at):
    at(MONDAY)
    page = read(client, "/points/?open=now")
    assert codes(page)
    assert not page.select(".results .shut")
    at(NIGHT)
    assert read(client, "/points/?open=now").select(".empty")


def test_words_find_a_name_and_a_street(client):
    assert "laoshan-centre" in codes(read(client, "/points/?q=崂山区 中心"))
    assert codes(read(client, "/points/?q=崂山 示例路")) >= {"laoshan-centre"}


def test_words_and_choices_stay_together(client):
    page = read(client, "/points/?q=示例&district=laoshan")
    kept = {field["name"]: field["value"] for field in page.select("main form.find input[type=hidden]")}
    assert kept == {"district": "laoshan"}
    assert {chip["href"] for chip in page.select(".chips a")} == {"?district=laoshan", "?q=%E7%A4%BA%E4%BE%8B", "?"}


@pytest.mark.parametrize("key", ["open", "district", "level"])
def test_count_of_an_option_is_what_choosing_it_leaves(key):
    facet = next(facet for facet in network().facets() if facet.key == key)
    for option in facet.options:
        assert network(**{key: option.value}).found().count() == option.count, option


def test_towns_are_offered_within_their_district():
    assert "town" not in {facet.key for facet in network().facets()}
    towns = next(facet for facet in network(district="laoshan").facets() if facet.key == "town")
    town = next(option for option in towns.options if option.count)
    chosen = network(district="laoshan", town=town.value).found()
    assert chosen.count() == town.count
    assert all(f"/laoshan/{town.value}/" in point.organisation.path for point in chosen)


@pytest.mark.parametrize("query", ["open=x", "town=x", "district=%00", "level=%27", "q=%00", "q=%25", "page=-3"])
def test_list_forgives_a_damaged_address(client, query):
    read(client, f"/points/?{query}")


@pytest.mark.article("15.2")
def test_facilities_stand_with_their_floor(client):
    shown = read(client, "/points/laoshan-centre/").select_one("#places").get_text(" ", strip=True)
    for place in ("母婴室 2 楼", "卫生间 1 楼", "无障碍通道和低位服务台 1 楼"):
        assert place in shown


@pytest.mark.article("12.2")
def test_staff_are_shown_where_the_editor_shows_them(client):
    shown = read(client, "/points/laoshan-centre/").select_one("#staff").get_text(" ", strip=True)
    posts = Post.objects.held().filter(point__code="laoshan-centre")
    assert posts.filter(public=True)
    for post in posts:
        assert (post.badge in shown) == post.public


@pytest.mark.article("15.7")
def test_holidays_of_the_official_calendar_are_announced_as_spans():
    year = CalendarYear.objects.create(calendar=Calendar.objects.get(code="china"), year=2030)
    for day, works in ((3, False), (4, False), (5, False), (6, True)):
        CalendarDay.objects.create(year=year, date=dt.date(2030, 4, day), works=works, name="" if works else "清明节")
    point = ServicePoint.objects.get(code="laoshan-centre")
    published.forget()
    found = closures(point, dt.date(2030, 3, 20), work_calendar())
    published.forget()
    assert [(each.first.day, each.last.day, each.name, each.works) for each in found] == [
        (3, 5, "清明节", False),
        (6, 6, "", True),
    ]


def test_hours_of_the_same_days_are_one_row():
    rows = week(ServicePoint.objects.get(code="laoshan-centre"), dt.date(2026, 11, 23), work_calendar())
    assert [(len(row.days), len(row.spans), row.today) for row in rows] == [(5, 3, True), (1, 1, False)]


def test_a_closed_station_names_the_nearest_open_point():
    town = OrganisationFactory(code="laoshan-009", level="town", parent=OrganisationFactory(code="laoshan"))
    village = OrganisationFactory(code="laoshan-009-001", level="village", parent=town)
    centre = PointFactory(organisation=town, level="town")
    station = PointFactory(organisation=village, level="village", hours="[]")
    published.forget()
    assert nearest_open(station, MONDAY) == centre
    assert nearest_open(station, NIGHT) is None


def test_page_of_a_closed_point_leads_to_the_open_one(client, at):
    at(MONDAY)
    station = ServicePoint.objects.public().filter(level="village").first()
    station.hours = "[]"
    station.save()
    line = read(client, f"/points/{station.code}/").select_one(".instead")
    near = ServicePoint.objects.get(code=line.a["href"].split("/")[2])
    assert station.organisation.path.startswith(near.organisation.path)


@pytest.mark.parametrize("address", ["/points/?open=now", "/points/?district=laoshan", "/points/laoshan-centre/"])
def test_number_of_queries_does_not_grow_with_the_points(client, address):
    town = OrganisationFactory(code="laoshan-099", level="town", parent=OrganisationFactory(code="laoshan"))
    PointFactory(organisation=town, level="town")
    before = queries(client, address)
    for _number in range(25):
        PlaceFactory(point=PointFactory(organisation=town, level="town"))
    PlaceFactory.create_batch(10, point=ServicePoint.objects.get(code="laoshan-centre"))
    assert queries(client, address) <= before <= 20
