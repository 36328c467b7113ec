"""The tags of portal/templatetags/portal.py."""

import datetime as dt
import json

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from portal.kit import clock
from portal.kit.words import Words
from portal.templatetags import portal as tags

pytestmark = pytest.mark.django_db
TUESDAY = dt.date(2026, 12, 8)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC))


def context(query):
    return Context({"request": RequestFactory().get("/items/", query)})


def test_day_is_said_with_its_weekday():
    with translation.override("zh-hans"):
        assert tags.day(TUESDAY) == "12月8日（周二）"


def test_day_of_another_year_is_said_with_the_year():
    with translation.override("zh-hans"):
        assert tags.day(dt.date(2027, 1, 4)) == "2027年1月4日"


def test_day_in_english():
    with translation.override("en"):
        assert tags.day(TUESDAY) == "8 December (Tue)"


def test_moment_belongs_to_the_local_day():
    with translation.override("zh-hans"):
        assert tags.day(dt.datetime(2026, 12, 7, 17, 0, tzinfo=dt.UTC)) == "12月8日（周二）"


@pytest.mark.parametrize(("ahead", "said"), [(0, "今天"), (1, "明天"), (2, "11月26日（周四）")])
def test_near_day(ahead, said):
    with translation.override("zh-hans"):
        assert tags.near_day(clock.now() + dt.timedelta(days=ahead)) == said


def test_url_with_changes_one_key_and_keeps_the_others():
    assert tags.url_with(context({"theme": "a", "page": "2"}), page=3) == "?theme=a&page=3"


def test_choose_starts_again_on_the_first_page():
    assert tags.choose(context({"theme": "a", "page": "2"}), "mode", "agency") == "?theme=a&mode=agency"


def test_choose_nothing_leaves_the_bare_address():
    assert tags.choose(context({"theme": "a"}), "theme", "") == "/items/"


def test_said_marks_the_language_of_a_fallback():
    with translation.override("en"):
        assert tags.said(Words({"zh-hans": "<社保>"})) == '<span lang="zh-hans">&lt;社保&gt;</span>'


def test_said_leaves_text_of_the_page_language_alone():
    with translation.override("zh-hans"):
        assert tags.said(Words({"zh-hans": "社保", "en": "x"})) == "社保"


def test_logo_wears_the_colours_by_class_and_no_style():
    drawn = BeautifulSoup(tags.logo(), "html.parser")
    assert [path["class"] for path in drawn.find_all("path")] == [["person"], ["brand"], ["brand-line"]]
    assert not drawn.find_all(style=True)


def test_linked_data_cannot_end_its_block():
    block = BeautifulSoup(tags.linked_data({"name": "</script><b>&"}), "html.parser")
    assert not block.find("b")
    assert json.loads(block.script.string) == {"name": "</script><b>&"}


def test_page_that_this_site_lacks_has_no_address():
    assert tags.page_named("no-such-name") == ""


def test_chinese_inside_english_is_marked_for_the_voice_that_reads():
    words = Words({"zh-hans": "说“帮办代办”", "en": "Say “bāngbàn <dàibàn>” (帮办代办)"})
    with translation.override("en"):
        marked = 'Say “bāngbàn &lt;dàibàn&gt;” (<span lang="zh-hans">帮办代办</span>)'
        assert Template("{% load portal %}{{ words|said }}").render(Context({"words": words})) == marked
    with translation.override("zh-hans"):
        assert tags.said(words) == "说“帮办代办”"
