"""Cookies of a visitor, read from the same bytes and by the same parser as Django reads them."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpResponse
from django.http.cookie import parse_cookie

TOKEN_LENGTHS = (32, 64)  # characters of Django's secret, plain and masked


def cookies_of(headers: Mapping[bytes, bytes]) -> dict[str, str]:
    """Return the cookies as ``request.COOKIES`` will have them."""
    return _parse(headers.get(b"cookie", b""))


def without_cookie(headers: Mapping[bytes, bytes], name: str) -> dict[bytes, bytes]:
    """Return HEADERS without the cookie NAME, however often it is there."""
    pieces = headers.get(b"cookie", b"").split(b";")
    return {**headers, b"cookie": b";".join(piece for piece in pieces if name not in _parse(piece))}


def without_broken_token(headers: dict[bytes, bytes], cookies: Mapping[str, str]) -> dict[bytes, bytes]:
    """Return HEADERS without a form token that Django never made: it would answer every page with a new one."""
    name = settings.CSRF_COOKIE_NAME
    token = cookies.get(name)
    if token is None or (len(token) in TOKEN_LENGTHS and token.isascii() and token.isalnum()):
        return headers
    return without_cookie(headers, name)


def expired_session() -> tuple[bytes, bytes]:
    """Return the header that makes a browser forget its session cookie, as Django's middleware writes it."""
    response = HttpResponse()
    response.delete_cookie(
        settings.SESSION_COOKIE_NAME,
        path=settings.SESSION_COOKIE_PATH,
        domain=settings.SESSION_COOKIE_DOMAIN,
        samesite=settings.SESSION_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
    return b"set-cookie", response.cookies[settings.SESSION_COOKIE_NAME].OutputString().encode("latin-1")


def _parse(header: bytes) -> dict[str, str]:
    return parse_cookie(header.decode(errors="replace"))
