"""Data for machines: schema.org in every page of the catalogue, one address a page, every language."""

import json

import pytest

from catalog.models import ServicePoint
from tests.catalog.public.test_catalogue import CARD, read
from tests.city import city

__all__ = ["city"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def linked(client, address):
    return json.loads(read(client, address).find("script", type="application/ld+json").string)


def test_guide_is_a_government_service_with_both_contacts(client):
    found = linked(client, f"/items/{CARD}/")
    assert found["@type"] == "GovernmentService"
    assert {contact["contactType"] for contact in found["contactPoint"]} == {"customer service", "complaint"}
    assert found["isAccessibleForFree"] is True
    assert found["url"].endswith(f"/items/{CARD}/")


def test_point_is_a_government_office_with_hours_and_rooms(client):
    found = linked(client, "/points/laoshan-centre/")
    point = ServicePoint.objects.get(code="laoshan-centre")
    assert found["@type"] == "GovernmentOffice"
    assert len(found["openingHoursSpecification"]) == len(point.hours)
    assert {feature["name"] for feature in found["amenityFeature"]} >= {"nursing_room", "toilet", "accessible"}
    assert [contact["contactType"] for contact in found["contactPoint"]] == ["customer service", "complaint"]


def test_directory_names_only_numbers_of_the_organisation_itself(client):
    graph = linked(client, "/contacts/")["@graph"]
    own = next(each for each in graph if each["identifier"] == "laoshan")
    assert {contact["contactType"] for contact in own["contactPoint"]} == {"customer service", "complaint"}
    assert "qd-gaj" not in {each["identifier"] for each in graph if not each["contactPoint"]}


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("/items/?theme=p-birth&page=2", "/items/?page=2"),
        ("/points/?district=laoshan", "/points/"),
        (f"/en/items/{CARD}/?utm=1", f"/en/items/{CARD}/"),
        ("/items/?page=<b>", "/items/"),
    ],
)
def test_page_names_its_one_address(client, address, one):
    found = read(client, address).select_one("link[rel=canonical]")["href"]
    assert found.partition("://")[2].partition("/")[2] == one.removeprefix("/")


def test_page_names_its_other_languages(client):
    links = {link["hreflang"]: link["href"] for link in read(client, "/points/").select("head link[hreflang]")}
    assert set(links) == {"zh-hans", "en", "x-default"}
    assert links["en"].endswith("/en/points/")
    assert links["x-default"] == links["zh-hans"]


def test_missing_page_names_no_address(client):
    assert not read(client, "/items/none-such/", status=404).select("link[rel=canonical]")
