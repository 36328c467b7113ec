"""A page that is not for everybody, and what lies below it, are named nowhere that everybody reads."""

import html

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction

from content.models import TextPage
from search.models import IndexEntry
from tests.content.conftest import pages

__all__ = ["pages"]

SECRET, BELOW = "柠檬合作计划", "柠檬计划附件"
# Everything that lists or finds pages; `{}` is a word of the canaries.
PLACES = (
    *("/", "/site-map/", "/open/", "/open/beside/", "/en/"),
    *("/sitemap.xml", "/sitemaps/pages/1.xml", "/robots.txt", "/changes.atom", "/en/changes.atom"),
    *("/search/?q={}", "/en/search/?q={}", "/search/?q={}&kind=pages", "/search/suggest/?q={}"),
)
WORDS = (SECRET, BELOW, "柠檬", "柠蒙", "ningmeng", "nm", "柠檬计")
RESTRICTIONS = (
    {"restriction_type": PageViewRestriction.PASSWORD, "password": "lemon"},
    {"restriction_type": PageViewRestriction.LOGIN},
    {"restriction_type": PageViewRestriction.GROUPS},
)


@pytest.fixture
def secret(pages):
    """Return the page with something below it; open pages lie beside both."""
    pages.write(page="site-map", type="index", parent="home", title={"zh-hans": "网站地图"})
    pages.write(page="open", parent="home", title={"zh-hans": "公开的页面"})
    pages.write(page="beside", parent="open", title={"zh-hans": "旁边的页面"})
    pages.write(page="secret", parent="open", title={"zh-hans": SECRET}, intro={"zh-hans": SECRET})
    pages.write(page="below", parent="secret", title={"zh-hans": BELOW}, body=[{"text": f"<p>{BELOW}</p>"}])
    SearchPromotion.objects.create(query=Query.get("柠檬"), page=TextPage.objects.get(code="below"))
    return TextPage.objects.get(code="secret")


def restrict(page, restriction):
    made = PageViewRestriction.objects.create(page=page, **restriction)
    if made.restriction_type == PageViewRestriction.GROUPS:
        made.groups.add(Group.objects.create(name="lemons"))
    return made


def named():
    """Return the places that name one of the two pages, by title or address, and those that count something."""
    found = []
    for place in PLACES:
        for word in WORDS if "{}" in place else [""]:
            address = place.format(word)
            answer = Client().get(address)
            assert answer.status_code == 200, address
            text = html.unescape(answer.content.decode("unicode_escape" if "suggest" in place else "utf-8"))
            text = text.replace(f'value="{word}"', "").replace(word, "", text.count(word)) if word else text
            if any(sign in text for sign in ("/secret/", "柠檬合作", "柠檬计划附")):
                found.append(address)
    return found


@pytest.mark.parametrize("restriction", RESTRICTIONS, ids=lambda restriction: restriction["restriction_type"])
def test_what_is_private_is_named_nowhere(secret, restriction):
    assert {"/site-map/", "/open/", "/open/beside/", "/sitemaps/pages/1.xml", "/changes.atom"} <= set(named())
    assert "/search/?q=柠檬" in named(), "the places do name public pages"
    made = restrict(secret, restriction)
    assert named() == []
    assert not IndexEntry.objects.filter(kind="pages", titles__contains="柠檬").exists(), "not even counted"
    for address in ("/open/secret/", "/open/secret/below/"):
        answer = Client().get(address)
        assert BELOW not in answer.content.decode()
        assert answer.status_code in {200, 302}
    made.delete()
    assert "/search/?q=柠檬" in named()


def test_a_page_that_moves_below_a_private_one_is_private_too(secret):
    restrict(secret, RESTRICTIONS[0])
    TextPage.objects.get(code="beside").move(secret, pos="last-child")
    assert not IndexEntry.objects.filter(titles__contains="旁边的页面").exists()
    Page.objects.get(slug="beside").move(secret.get_parent(), pos="last-child")
    assert IndexEntry.objects.filter(titles__contains="旁边的页面").exists()


def test_a_deleted_private_page_leaves_nothing_in_the_index(secret):
    restrict(secret, RESTRICTIONS[1])
    secret.delete()
    assert not IndexEntry.objects.filter(kind="pages", titles__contains="柠檬").exists()
