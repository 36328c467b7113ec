"""Every public address that can be reached answers, leads somewhere, and is light enough for a slow telephone."""

import gzip
import re
from collections import defaultdict
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.citizen import Citizen

pytestmark = pytest.mark.slow

STARTS = ("/", "/en/", "/site-map/", "/sitemap.xml")
# Doors that lead to others' rooms, change how one reads, or are a form's beginning (its pages have their own tests).
BEYOND = re.compile(r"^(?:/en)?/(?:admin|documents|reading|receipts|media)(?:/|$)")
# The same list in another order or narrowing: a few of each are followed, not all of their products.
NARROWED = 60
HTML, SHEETS, TOTAL = 30_000, 15_000, 60_000  # bytes as they travel compressed (ui.md §2.3)
MOST = 4_000  # addresses; more means that something multiplies


class Crawl:
    """Walks from the starts; ``pages`` by address without fragment, ``links`` (page, whole address)."""

    def __init__(self, base):
        self.base, self.citizen = base, Citizen(base, {})
        self.pages, self.links, self.narrowed = {}, [], defaultdict(int)

    def walk(self):
        waiting = list(STARTS)
        while waiting:
            address = waiting.pop(0)
            if address in self.pages or not self._wanted(address):
                continue
            self.pages[address] = page = self.citizen.get(address)
            assert len(self.pages) < MOST, sorted(self.pages)[:: MOST // 40]
            for link in self._leads_to(page):
                whole = urljoin(self.base + address, link)
                if whole.startswith(self.base):
                    whole = whole.removeprefix(self.base)
                    self.links.append((address, whole))
                    waiting.append(urldefrag(whole)[0])
        return self

    def _leads_to(self, page):
        if page.source.lstrip()[:5] == b"<?xml":
            return re.findall(r"<loc>(.*?)</loc>", page.source.decode())
        if page.source.lstrip()[:9].lower() != b"<!doctype":
            return []
        return [tag[name] for name in ("href", "src") for tag in page.soup.find_all(**{name: True})]

    def _wanted(self, address):
        parts = urlsplit(address)
        if BEYOND.match(parts.path) or "item=" in parts.query:
            return False
        if parts.query:
            self.narrowed[parts.path] += 1
        return not parts.query or self.narrowed[parts.path] <= NARROWED

    def html(self):
        return {
            address: page
            for address, page in self.pages.items()
            if page.status == 200 and page.source.lstrip()[:9].lower() == b"<!doctype"
        }


@pytest.fixture(scope="module")
def crawl(site):
    return Crawl(site.address).walk()


def test_nothing_breaks_and_no_link_is_dead(crawl):
    found_on = defaultdict(list)
    for page, link in crawl.links:
        found_on[urldefrag(link)[0]].append(page)
    bad = {address: page.status for address, page in crawl.pages.items() if page.status >= 400}
    assert not {address: (status, found_on[address][:2]) for address, status in bad.items()}
    assert len(crawl.html()) > 100


def test_no_anchor_is_dead(crawl):
    pages = crawl.html()
    ids = {address: {tag["id"] for tag in page.soup.find_all(id=True)} for address, page in pages.items()}
    dead = set()
    for page, link in crawl.links:
        address, anchor = urldefrag(link)
        if anchor and address in ids and anchor not in ids[address]:
            dead.add((page, link))
    assert not dead


@pytest.mark.article("9.1", "38.1")
def test_no_published_point_is_without_two_numbers(crawl):
    points = {a: p for a, p in crawl.html().items() if re.fullmatch(r"(?:/en)?/points/[\w-]+/", a)}
    assert len(points) > 20
    for address, page in points.items():
        numbers = {re.sub(r"\D", "", tag.text) for tag in page.soup.select("aside .tel")}
        assert len(numbers) == 2, address


@pytest.mark.article("38.1")
def test_every_guide_names_whom_to_ask_and_where_to_complain(crawl):
    guides = {a: p for a, p in crawl.html().items() if re.fullmatch(r"(?:/en)?/items/[\w-]+/", a)}
    assert len(guides) > 40
    assert not [address for address, page in guides.items() if len(page.soup.select("aside .tel")) < 2]


def test_pages_have_a_name_of_their_own(crawl):
    names = defaultdict(set)
    for address, page in crawl.html().items():
        if "?" not in address:
            names[page.soup.title.text.strip()].add(urlsplit(page.address).path)
    twice = {name: found for name, found in names.items() if len({path.replace("print/", "") for path in found}) > 1}
    assert not twice


def test_pages_are_light(crawl):
    sheets = {}
    for address, page in crawl.pages.items():
        if urlsplit(address).path.endswith((".css", ".js", ".svg")):
            sheets[address] = len(gzip.compress(page.source))
    heavy = {}
    for address, page in crawl.html().items():
        html = len(gzip.compress(page.source))
        own = {urljoin(address, tag["href"]) for tag in page.soup.select("link[rel=stylesheet], link[rel=icon]")}
        css = sum(sheets[sheet] for sheet in own)
        if html > HTML or css > SHEETS or html + css > TOTAL:
            heavy[address] = (html, css)
    assert not heavy
