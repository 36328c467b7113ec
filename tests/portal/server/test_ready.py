"""Ready pages: for whom they are kept, and for how long."""

import gzip

import pytest

from portal.server import ready_pages
from portal.server.cookies import cookies_of
from portal.server.ready_pages import ReadyPages

HOST = {b"host": b"portal.example"}
HTML = [(b"content-type", b"text/html; charset=utf-8"), (b"x-request", b"1")]


def key_of(method, target, headers):
    return ready_pages.key_of(method, target, headers, cookies_of(headers))


class World:
    """A published version and a clock that tests turn."""

    now = 0.0
    published = 1


@pytest.fixture
def world():
    return World()


@pytest.fixture
def pages(world):
    return ReadyPages(lambda: world.published, lambda: world.now)


def test_a_kept_page_is_given_until_the_next_publication(pages, world):
    pages.keep((b"/",), 1, HTML, b"hello")
    assert pages.find((b"/",)).plain == b"hello"
    world.published = 2
    assert pages.find((b"/",)) is None


def test_a_page_made_before_a_publication_is_not_given_after_it(pages, world):
    world.published = 2
    pages.keep((b"/",), 1, HTML, b"old")
    assert pages.find((b"/",)) is None


def test_a_page_grows_old(pages, world):
    pages.keep((b"/",), 1, HTML, b"open now")
    world.now = ready_pages.SECONDS + 1
    assert pages.find((b"/",)) is None


def test_the_page_asked_for_longest_ago_goes_first(pages, monkeypatch):
    body = bytes(range(256)) * 8
    monkeypatch.setattr(ready_pages, "MOST_BYTES", 7000)
    for name in (b"1", b"2"):
        pages.keep((name,), 1, HTML, body)
    assert pages.find((b"1",))
    pages.keep((b"3",), 1, HTML, body)
    pages.keep((b"4",), 1, HTML, body)
    assert pages.bytes <= ready_pages.MOST_BYTES
    assert pages.find((b"2",)) is None
    assert pages.find((b"4",))


def test_a_visitor_who_has_the_page_gets_304_and_others_get_it_packed(pages):
    pages.keep((b"/",), 1, HTML, b"hello" * 100)
    page = pages.find((b"/",))
    assert page.answer({b"if-none-match": page.etag})[::2] == (304, b"")
    status, headers, body = page.answer({b"accept-encoding": b"br, gzip"})
    assert (status, gzip.decompress(body)) == (200, b"hello" * 100)
    assert dict(headers)[b"content-length"] == str(len(body)).encode()
    assert b"x-request" not in dict(headers), "only headers that are the same for everybody"


@pytest.mark.parametrize("name", ["sessionid", "__Host-session"])
@pytest.mark.parametrize("cookie", ["{}=abc", "display=large; {}=x", "odd; {}=abc", "a=b;{} =abc; odd", 'q="; {}=abc'])
def test_visitors_with_a_session_get_no_ready_page(name, cookie, settings):
    settings.SESSION_COOKIE_NAME = name
    assert key_of("GET", b"/", HOST | {b"cookie": cookie.format(name).encode()}) is None


@pytest.mark.parametrize(("method", "headers"), [("POST", {}), ("GET", {b"authorization": b"Basic x"})])
def test_only_plain_reading_is_answered_from_memory(method, headers):
    assert key_of(method, b"/", HOST | headers) is None


def test_pages_differ_by_address_host_and_way_of_reading_and_by_nothing_else():
    asked = [
        key_of("GET", b"/", HOST),
        key_of("GET", b"/en/", HOST),
        key_of("GET", b"/", {b"host": b"other.example"}),
        key_of("GET", b"/", HOST | {b"cookie": b"display=xlarge.care"}),
    ]
    assert len(set(asked)) == len(asked)
    for cookie in (b"csrftoken=1; display=normal", b"display=nonsense", b"seen=1", b"messages=1", b"odd"):
        assert key_of("GET", b"/", HOST | {b"cookie": cookie}) == asked[0]
