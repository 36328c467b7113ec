"""The frame of every page: languages, text sizes, care mode, colours, error pages."""

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import RequestFactory

from configuration import site
from portal import plain_pages
from portal.errors import forbidden_form

pytestmark = pytest.mark.django_db


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def missing(client):
    return soup(client.get("/no/such/page/", {"a": "1"}))


def test_first_link_skips_to_the_text(missing):
    assert missing.find("a")["href"] == "#main"
    assert missing.find(id="main").name == "main"


def test_every_visible_text_stands_in_a_landmark(missing):
    assert {child.name for child in missing.body.find_all(recursive=False)} == {"header", "nav", "main", "footer"}


def test_page_has_no_inline_style_or_script(missing):
    assert not missing.find_all(style=True)
    assert not missing.find_all("style")
    assert not missing.find_all("script", src=False)


def test_text_size_comes_from_the_cookie(client):
    client.cookies["display"] = "xlarge"
    page = soup(client.get("/no/such/page/"))
    assert page.html["data-text"] == "xlarge"
    assert not page.html.has_attr("data-care")


def test_care_mode_comes_from_the_cookie(client):
    client.cookies["display"] = "large.care"
    assert soup(client.get("/no/such/page/")).html.has_attr("data-care")


def test_links_of_the_reading_bar_come_back_to_this_address(missing, client):
    link = missing.select_one(".idbar a[href*='size=large']")
    response = client.get(link["href"])
    assert response["Location"] == "/no/such/page/?a=1"
    assert response.cookies["display"].value == "large"


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_reading_goes_home_when_next_is_elsewhere(client, next_):
    assert client.get("/reading/", {"size": "large", "next": next_})["Location"] == "/"


def test_care_mode_gives_its_text_size_back(client):
    client.get("/reading/", {"care": "on"})
    assert client.cookies["display"].value == "large.care"
    client.get("/reading/", {"care": "off"})
    assert client.cookies["display"].value == "normal"


def test_look_sends_the_colours_of_the_site(client):
    assert f"--brand:{site.current().look.brand};" in client.get("/look.css").content.decode()


def test_look_is_kept_for_a_year_under_its_version_only(client):
    address = Template("{% load portal %}{% look_address %}").render(Context())
    assert "immutable" in client.get(address)["Cache-Control"]
    assert client.get("/look.css?v=other")["Cache-Control"] == "no-cache"


def test_look_leaves_out_what_is_no_colour(client, monkeypatch):
    spec = site.current()
    bad = spec.model_copy(update={"look": spec.look.model_copy(update={"brand": "red;}body{display:none"})})
    monkeypatch.setattr("portal.look.site", SimpleNamespace(current=lambda: bad))
    assert "display" not in client.get("/look.css").content.decode()


def test_missing_page_answers_404_in_the_frame(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert soup(response).h1.text == "找不到这个页面"


def test_form_without_token_answers_403_in_the_frame():
    response = forbidden_form(RequestFactory().get("/admin/x/"))
    assert response.status_code == 403
    assert "UNDEFINED" not in response.content.decode()


@pytest.mark.parametrize("text", [plain_pages.BROKEN, plain_pages.NOT_STORED], ids=["500", "503"])
def test_plain_pages_need_nothing_else(db, text):
    page = BeautifulSoup(plain_pages.page(text), "html.parser")
    assert not page.find_all(["style", "script", "link", "img"])
    assert page.find(lang="en")


def test_frame_has_no_untranslated_string(missing):
    for english in missing.find_all(lang="en"):
        english.decompose()
    assert not re.findall(r"(?:[A-Za-z]{2,} ){2,}[A-Za-z]{2,}", missing.body.get_text(" "))
