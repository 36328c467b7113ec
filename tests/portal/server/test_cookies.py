"""The door and Django read the same cookies from the same bytes."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.display_preferences import COOKIE, DisplayPreferences
from portal.server.cookies import cookies_of, expired_session, without_cookie
from portal.server.ready_pages import key_of
from portal.server.wsgi_bridge import environ_of, headers_of

# What tells parsers apart: pieces without "=", quotes, commas, blanks of all kinds, bytes that are no UTF-8.
PIECES = st.sampled_from(
    [
        b"odd",
        b"sessionid=abc",
        b"display=xlarge.care",
        b'"',
        b"=",
        b" ",
        b"\t",
        b",",
        b"\\",
        b"$Path=/",
        b"\xff",
        b"\xa0",
    ]
)
HEADERS = st.lists(st.one_of(PIECES, st.binary(max_size=6)), max_size=8).map(b";".join)


def django(headers):
    scope = {"method": "GET", "raw_path": b"/", "query_string": b""}
    return WSGIRequest(environ_of(scope, headers, io.BytesIO(), 0, 0)).COOKIES


@given(st.lists(HEADERS, min_size=1, max_size=2))
@example([b"odd; sessionid=abc"])
@example([b"odd; display=xlarge.care"])
@example([b"\xff; sessionid=abc", b"sessionid=b"])
def test_the_door_reads_what_django_reads(values):
    headers = headers_of({"headers": [(b"cookie", value) for value in values]})
    cookies = django(headers)
    assert cookies_of(headers) == cookies
    key = key_of("GET", b"/", headers, cookies_of(headers))
    if "sessionid" in cookies:
        assert key is None
    else:
        assert key[-1].decode() == DisplayPreferences.parse(cookies.get(COOKIE, "")).cookie()


@given(HEADERS)
@example(b"sessionid=a; x=1; sessionid=b")
@example(b"\xa0sessionid\xa0=a")
def test_a_cookie_is_taken_out_and_no_other(value):
    cookies = django({b"cookie": value})
    cookies.pop("sessionid", None)
    assert django(without_cookie({b"cookie": value}, "sessionid")) == cookies


@pytest.mark.parametrize("name", ["sessionid", "__Host-session"])
def test_the_session_is_forgotten_as_django_writes_it(name, settings):
    settings.SESSION_COOKIE_NAME = name
    header, value = expired_session()
    assert header == b"set-cookie"
    assert value.startswith(f'{name}="";'.encode())
    assert b"Max-Age=0" in value
    assert b"Path=/" in value
    assert (b"Secure" in value) is name.startswith("__Host-")
