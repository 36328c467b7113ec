"""The page of last resort speaks the site's language and names its number, whatever is broken."""

import pytest
from django.test import RequestFactory

from configuration.models import SiteRecord
from portal import errors, plain_pages
from portal.kit import published
from portal.server import plain

pytestmark = pytest.mark.django_db
TELEPHONES = {"region": "GB", "area_code": "01632"}


@pytest.fixture
def town(settings):
    """A site that speaks Swahili first, with a hotline of its own."""
    hotline = {"label": "Town hall", "number": "01632-055901"}
    spec = {"name": "Mji", "competent_authority": "none", "languages": ["sw", "ar"], "telephones": TELEPHONES}
    SiteRecord.objects.create(code="town", spec={"site": "town", "hotline": hotline} | spec)
    published.forget()


def chinese(text):
    return [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]


def test_page_of_a_broken_program_is_in_the_language_of_the_site_with_its_number(town):
    page = errors.broken(RequestFactory().get("/")).content.decode()
    assert '<html lang="sw" dir="ltr">' in page
    assert "01632 055901" in page or "01632-055901" in page
    assert "12345" not in page
    assert chinese(page) == []


def test_page_of_a_full_disk_offers_to_send_again_and_escapes_what_was_typed(town):
    page = plain_pages.page(plain_pages.NOT_STORED, sent={"name": ["<b>Ada</b>"]}, typed=["<b>Ada</b>"])
    assert "&lt;b&gt;Ada&lt;/b&gt;" in page
    assert "<b>Ada" not in page
    assert chinese(page) == []


def test_without_a_site_no_number_is_named(monkeypatch):
    monkeypatch.setattr("configuration.site.current", lambda: 1 / 0)
    page = errors.broken(RequestFactory().get("/")).content.decode()
    assert "tel:" not in page
    assert "政务服务中心" in page
    assert "nearest service centre" in page


@pytest.mark.parametrize("status", plain.SENTENCES)
def test_sentences_of_the_front_door_are_in_the_language_of_the_last_request(town, client, status):
    client.get("/")
    assert chinese(plain.sentence(status, "http", {})[2].decode()) == []
