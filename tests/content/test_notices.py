"""Notices as the public sees them (Art. 38): list, feed, home page and search, in both languages, while they hold."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from content import expiry
from content.models import NoticePage, NoticesPage
from portal.kit import clock, periodic
from search.models import IndexEntry
from tests.content.conftest import launch
from tests.factories.organisation import OrganisationFactory
from tests.moments import local

pytestmark = [pytest.mark.django_db, pytest.mark.article("38.5")]
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
BOTH = {"zh-hans": "停电通知", "en": "No power on Monday"}
TODAY, NOW = dt.date(2026, 11, 24), "2026-11-24 10:00"
YESTERDAY, TOMORROW = (TODAY + dt.timedelta(days) for days in (-1, 1))


@pytest.fixture
def at(monkeypatch):
    """Stop the clock at NOW; ``at(moment)`` moves it."""

    def stop(moment):
        monkeypatch.setattr(clock, "now", lambda: local(moment))

    stop(NOW)
    return stop


@pytest.fixture
def board(pages, at):
    """The list of notices in both languages; ``board(code, …)`` writes a notice."""
    pages.write(
        page="board", slug="notices", type="notices", parent="home", title={"zh-hans": "通知公告", "en": "News"}
    )

    def issue(code="power", title=BOTH, *, on=TODAY, until=None, organisation="office", **more):
        facts = {"issued_on": on, "valid_until": until}
        spec = {"type": "notice", "parent": "board", "title": title, "organisation": organisation, "notice": facts}
        return pages.write(page=code, **spec | more)

    return issue


def read(address):
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def entries(address="/notices.atom"):
    return list(ET.fromstring(read(address)).iter(f"{ATOM}entry"))  # noqa: S314  our own answer


def titles(address="/notices.atom"):
    return [entry.findtext(f"{ATOM}title") for entry in entries(address)]


@pytest.mark.parametrize(
    ("prefix", "shown", "hidden"), [("", "停电通知", "No power on"), ("/en", "No power on Monday", "停电通知")]
)
def test_a_notice_stands_in_the_list_the_feed_and_on_the_home_page_in_the_language_of_the_reader(
    board, prefix, shown, hidden
):
    board()
    for address in (f"{prefix}/notices/", f"{prefix}/", f"{prefix}/notices/power/", f"{prefix}/notices.atom"):
        text = read(address)
        assert shown in text, address
        assert hidden not in text, address
    assert f'href="{prefix}/notices/power/"' in read(f"{prefix}/notices/")
    assert f'href="{prefix}/notices/"' in read(f"{prefix}/")


def test_a_notice_that_is_not_translated_is_read_in_the_original_under_the_address_of_the_other_language(board):
    board(title="停水通知")
    for address in ("/en/notices/", "/en/"):
        text = read(address)
        assert '<h3 lang="zh-hans"><a href="/en/notices/power/">停水通知</a></h3>' in text, address
    assert "has not been translated yet" in read("/en/notices/power/")
    assert entries("/en/notices.atom")[0].get(f"{XML}lang") == "zh-hans"


def test_the_site_begins_in_english_where_that_is_its_first_language(english_first, at):
    english_first.write(page="notices", type="notices", parent="home", title={"en": "Notices", "zh-hans": "通知"})
    facts = {"type": "notice", "parent": "notices", "organisation": "office", "notice": {"issued_on": TODAY}}
    english_first.write(page="power", title={"en": "No power"}, **facts)
    assert 'href="/notices/power/">No power' in read("/notices/")
    assert '<h3 lang="en"><a href="/zh-hans/notices/power/">No power</a></h3>' in read("/zh-hans/notices/")


def test_the_newest_notice_is_the_first(board):
    for code, day in (("old", YESTERDAY), ("new", TODAY), ("older", YESTERDAY - dt.timedelta(days=9))):
        board(code, code, on=day)
    text = read("/notices/")
    assert text.index(">new<") < text.index(">old<") < text.index(">older<")


def test_the_page_of_a_notice_says_who_issued_it_when_and_until_when_it_is_valid(board):
    OrganisationFactory(code="east", name={"zh-hans": "东区审批局"})
    board(organisation="east", until=TOMORROW, body=[{"text": "周一**停电**。"}])
    text = read("/notices/power/")
    for words in ("东区审批局", "2026年11月24日", "2026年11月25日", "<b>停电</b>"):
        assert words in text


def test_nothing_of_notices_is_on_the_home_page_without_any(board):
    assert "通知公告" not in read("/").partition("<footer")[0]


def test_the_empty_list_says_what_will_be_there(board):
    assert "目前没有通知" in read("/notices/")
    assert "No notices at the moment" in read("/en/notices/")


def test_the_list_is_paged_and_narrowed_to_an_organisation(board):
    OrganisationFactory(code="east", name={"zh-hans": "东区审批局"})
    for number in range(21):
        board(f"n{number}", f"第{number}条", organisation="east")
    board("other", "市里的通知")
    first, second, east = (read(f"/notices/?{query}") for query in ("", "page=2", "organisation=east&page=2"))
    assert (first.count("<h3"), second.count("<h3"), east.count("<h3")) == (20, 2, 1)
    assert 'href="?organisation=east&amp;page=1"' in east
    assert "市里的通知" not in read("/notices/?organisation=east")
    assert read("/notices/?organisation=nobody&page=x").count("<h3") == 20


def test_after_its_last_day_a_notice_is_nowhere_but_at_its_address(board, at):
    board(until=TODAY)
    assert "停电通知" in read("/notices/")
    at("2026-11-25 00:01")
    for address in ("/notices/", "/", "/notices.atom", "/changes.atom", "/search/?q=停电"):
        assert "停电通知" not in read(address), address
    assert "已经过期" in read("/notices/power/")
    assert "has run out" in read("/en/notices/power/")


def indexed():
    return IndexEntry.objects.filter(kind="pages", key=str(NoticePage.objects.get(slug="power").pk)).exists()


def test_the_search_finds_a_notice_by_its_text_and_loses_it_the_day_after_it_ran_out(board, at):
    board(title="停电通知", until=TODAY, body=[{"text": "变压器检修"}])
    assert "/notices/power/" in read("/search/?q=变压器")
    periodic.run()
    assert indexed()
    at("2026-11-25 00:01")
    periodic.run()
    assert not indexed()


def test_the_job_of_each_minute_tells_no_notice_twice(board, at, monkeypatch):
    board(title="停电通知", until=YESTERDAY)
    told = []
    monkeypatch.setattr(expiry.indexing, "update", lambda model, keys: told.extend(keys))
    for _round in range(3):
        periodic.run()
    assert len(told) == 1  # it had run out before the first round


def test_a_notice_that_is_prolonged_comes_back(board):
    board(title="停电通知", until=YESTERDAY)
    assert not indexed()
    board(title="停电通知", until=TOMORROW)
    assert "停电通知" in read("/notices/")
    assert indexed()


def test_drafts_and_protected_notices_are_for_nobody(board):
    board("secret", "内部")
    board("taken", "撤下")
    PageViewRestriction.objects.create(page=Page.objects.get(slug="secret", locale__language_code="zh-hans"))
    Page.objects.get(slug="taken").specific.unpublish()
    for address in ("/notices/", "/", "/notices.atom"):
        assert not [word for word in ("内部", "撤下") if word in read(address)], address


def test_the_feed_is_well_formed_and_names_who_issued_each_notice(board):
    OrganisationFactory(code="east", name={"zh-hans": "东区审批局"})
    board(organisation="east", intro="A & B < C")
    NoticePage.objects.filter(locale__language_code="zh-hans").update(title="停\x0b电 <b>", intro="\x01坏")
    answer = Client().get("/notices.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    (entry,) = entries()
    assert entry.findtext(f"{ATOM}title") == "停电 <b>"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "东区审批局"
    assert entry.findtext(f"{ATOM}id").endswith("/notices/power/")
    assert ET.fromstring(answer.content).findtext(f"{ATOM}updated").startswith("20")  # noqa: S314  our own answer


def test_the_list_is_linked_with_its_feed_and_stands_in_both_maps_of_the_site(board, pages):
    pages.write(page="site-map", type="index", parent="home", title="网站地图")
    board()
    assert '<link rel="alternate"\n        type="application/atom+xml"\n        href="/notices.atom"' in read(
        "/notices/"
    )
    site_map = read("/site-map/")
    assert 'href="/notices/"' in site_map
    assert "停电通知" not in site_map
    assert "/en/notices/power/" in read("/sitemaps/pages/1.xml")


def queries(address):
    read(address)
    with CaptureQueriesContext(connection) as captured:
        read(address)
    return len(captured)


@pytest.mark.parametrize("address", ["/notices/", "/en/notices/", "/", "/notices.atom", "/en/notices.atom"])
def test_queries_do_not_grow_with_the_notices(board, address):
    counts = []
    for size in (3, 15):
        for number in range(size):
            OrganisationFactory(code=f"o{number}")
            board(f"n{size}-{number}", f"第{number}条", organisation=f"o{number}")
        counts.append(queries(address))
    assert counts[0] == counts[1] <= 22


def test_a_notice_is_read_back_as_it_was_written(board, pages):
    written = board(
        until=TOMORROW, articles=["38.5"], body={"zh-hans": [{"heading": "停电"}], "en": [{"text": "Off."}]}
    )
    assert pages.kind.plain(pages.stored()["power"]) == pages.kind.plain(written)
    assert pages.stored()["board"].type == "notices"


def test_a_city_without_a_list_of_notices_has_an_empty_feed(pages):
    launch("zh-hans")
    assert not NoticesPage.objects.exists()
    assert titles() == []
