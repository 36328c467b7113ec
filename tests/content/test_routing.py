import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from tests.content.test_definitions import ONE_OF_EVERYTHING, RULE, SITE_MAP


@pytest.fixture
def visitor():
    return Client()


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize(("address", "title"), [("/get-help/", "帮助"), ("/en/get-help/", "Help")])
def test_a_page_answers_in_the_language_of_its_address(pages, visitor, address, title):
    pages.write(**ONE_OF_EVERYTHING)
    assert f"<h1>{title}</h1>" in body(visitor.get(address))


def test_the_address_of_a_page_carries_its_language(pages):
    pages.write(**ONE_OF_EVERYTHING)
    assert {page.url for page in Page.objects.filter(slug="get-help")} == {"/get-help/", "/en/get-help/"}


@pytest.mark.parametrize(("address", "title"), [("/get-help/", "Help"), ("/zh-hans/get-help/", "帮助")])
def test_an_english_first_city_has_english_at_the_root(english_first, visitor, address, title):
    english_first.write(**ONE_OF_EVERYTHING | {"intro": {"en": "One line"}})
    assert f"<h1>{title}</h1>" in body(visitor.get(address))


def test_addresses_of_an_english_first_city_are_turned_round(english_first):
    english_first.write(**ONE_OF_EVERYTHING | {"intro": {"en": "One line"}})
    assert {page.url for page in Page.objects.filter(slug="get-help")} == {"/get-help/", "/zh-hans/get-help/"}


def test_a_page_without_the_language_is_shown_in_the_default_one_and_says_so(pages, visitor):
    pages.write(**RULE)
    text = body(visitor.get("/en/rules/"))
    assert '<div lang="zh-hans">' in text
    assert "has not been translated yet" in text


def test_a_page_in_its_own_language_carries_no_notice(pages, visitor):
    pages.write(**RULE)
    assert '<div lang="zh-hans">' not in body(visitor.get("/rules/"))


@pytest.mark.parametrize("address", ["/nothing/", "/en/nothing/", "/en/rules/nothing/"])
def test_a_page_that_is_nowhere_is_not_found(pages, visitor, address):
    pages.write(**RULE)
    assert visitor.get(address).status_code == 404


def test_a_retired_page_is_not_found(pages, visitor):
    pages.write(**RULE)
    pages.kind.retire("rules")
    assert visitor.get("/rules/").status_code == 404


@pytest.mark.article("38")
def test_each_article_has_an_address(pages, visitor):
    pages.write(**RULE)
    text = body(visitor.get("/rules/"))
    assert 'id="art-1"' in text
    assert 'href="#art-1"' in text


def test_the_site_map_names_the_pages_of_its_language(pages, visitor):
    pages.write(**SITE_MAP)
    pages.write(**ONE_OF_EVERYTHING)
    assert 'href="/get-help/"' in body(visitor.get("/site-map/"))


def test_a_page_below_shows_the_way_back(pages, visitor):
    pages.write(**ONE_OF_EVERYTHING)
    pages.write(page="deep", parent="help", title={"zh-hans": "深", "en": "Deep"})
    assert 'href="/en/get-help/">Help</a>' in body(visitor.get("/en/get-help/deep/"))


def test_a_page_with_a_password_asks_for_it(pages, visitor):
    pages.write(**RULE)
    page = Page.objects.get(slug="rules")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="示例口令")
    text = body(visitor.get("/rules/"))
    assert "第一条" not in text
    answer = visitor.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "示例口令", "return_url": "/rules/"},
        follow=True,
    )
    assert "第一条" in body(answer)
