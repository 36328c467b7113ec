"""Site map, robots and feed."""

from xml.etree import ElementTree as ET

import pytest

from catalog.models import ServiceItem, ServicePoint
from content.views import machines
from tests.content.conftest import launch
from tests.factories.item import ItemFactory
from tests.factories.point import PointFactory

pytestmark = pytest.mark.usefixtures("pages")
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return ET.fromstring(response.content)  # noqa: S314  our own answer


def addresses(client, file="/sitemap.xml"):
    return [found.text.replace("http://127.0.0.1:8000", "") for found in read(client, file).iter(f"{MAP}loc")]


def test_site_map_names_every_public_page_in_every_language(client):
    item, point = ItemFactory(), PointFactory()
    ItemFactory(live=False)
    found = {address for file in addresses(client) for address in addresses(client, file)}
    wanted = {f"/items/{item.code}/", f"/en/items/{item.code}/", f"/points/{point.code}/", "/", "/en/", "/contacts/"}
    assert wanted <= found
    assert sum(address.startswith("/items/") for address in found) == 2  # the list and the published one


def test_every_address_of_the_site_map_answers(client):
    ItemFactory()
    PointFactory()
    for file in addresses(client):
        for address in addresses(client, file):
            assert client.get(address).status_code == 200, address


def test_long_lists_are_cut_into_files(client, monkeypatch):
    monkeypatch.setattr(machines, "PER_FILE", 2)
    for _number in range(5):
        ItemFactory()
    files = [file for file in addresses(client) if "/items/" in file]
    assert len(files) == 3
    rows = [address for file in files for address in addresses(client, file)]
    assert len(rows) == len(set(rows)) == 10  # two languages


@pytest.mark.parametrize("file", ["/sitemaps/items/9.xml", "/sitemaps/items/0.xml", "/sitemaps/people/1.xml"])
def test_other_files_are_not_there(client, file):
    assert client.get(file).status_code == 404


def test_robots_keep_out_of_what_is_private(client):
    text = client.get("/robots.txt").content.decode()
    for closed in ("/admin/", "/apply/", "/en/apply/", "/receipts/", "/track/"):
        assert f"Disallow: {closed}\n" in text
    assert "Sitemap: http" in text


def test_a_demonstration_is_for_no_search_engine(client):
    launch("zh-hans", "en", demo=True)
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_feed_holds_the_newest_changes_first(client):
    older, newer = ItemFactory(name={"zh-hans": "旧的事项"}), PointFactory(name={"zh-hans": "新的服务点 <b>"})
    ServiceItem.objects.filter(pk=older.pk).update(updated_at="2026-01-01T00:00Z")
    ServicePoint.objects.filter(pk=newer.pk).update(updated_at="2027-01-01T00:00Z")
    feed = read(client, "/changes.atom")
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles[0] == "新的服务点 <b>"
    assert titles[-1] == "旧的事项"
    assert feed.findtext(f"{ATOM}updated").startswith("2027-01-01")


def test_feed_is_linked_from_every_page(client):
    assert '<link rel="alternate" type="application/atom+xml" href="/changes.atom"' in client.get("/").content.decode()
