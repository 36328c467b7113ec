"""Ready pages: whole public answers kept in this process, true for one published version and for a short while.

Closed by default: an answer is kept only where the view said so (`portal.kit.published.for_everybody`), Django looked
at nothing of the visitor but the key (portal/server/keeping.py), and the visitor has no session.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from portal.display_preferences import COOKIE as DISPLAY_COOKIE
from portal.display_preferences import DisplayPreferences

Headers = list[tuple[bytes, bytes]]

MOST_BYTES = 64 * 1024 * 1024  # of one process; the pages asked for longest ago go first
SECONDS = 60.0  # "open now" and the like change with the clock, without a publication
LARGEST = 1024 * 1024  # a bigger answer is not kept
KEPT_HEADERS = frozenset(
    b"content-type content-language content-security-policy vary link x-frame-options x-content-type-options "
    b"referrer-policy permissions-policy cross-origin-opener-policy cross-origin-resource-policy "
    b"strict-transport-security".split()
)


@dataclass(frozen=True)
class Page:
    """A ready answer: ``plain`` and ``packed`` (gzip) bytes of the body, its headers, and until when it is true."""

    plain: bytes
    packed: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    etag: bytes
    version: int
    until: float

    def answer(self, headers: Mapping[bytes, bytes]) -> tuple[int, Headers, bytes]:
        """Return status, headers and body for a request with HEADERS; 304 where the visitor has it already."""
        if self.etag in headers.get(b"if-none-match", b""):
            return 304, [*self.headers, (b"etag", self.etag)], b""
        pack = b"gzip" in headers.get(b"accept-encoding", b"")
        body = self.packed if pack else self.plain
        given = [*self.headers, (b"etag", self.etag), (b"content-length", str(len(body)).encode())]
        return 200, [*given, (b"content-encoding", b"gzip")] if pack else given, body


class ReadyPages:
    """The pages of one process, keyed by address and display preferences; VERSION is the current publication."""

    def __init__(self, version: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        self.version = version
        self.clock = clock
        self.pages: OrderedDict[tuple[bytes, ...], Page] = OrderedDict()
        self.bytes = 0

    def find(self, key: tuple[bytes, ...] | None) -> Page | None:
        """Return the page of KEY if it is still true."""
        page = self.pages.get(key) if key else None
        if page is None or key is None:
            return None
        if page.version != self.version() or page.until < self.clock():
            self._drop(key)
            return None
        self.pages.move_to_end(key)
        return page

    def keep(self, key: tuple[bytes, ...], version: int, headers: Headers, body: bytes) -> None:
        """Keep BODY under KEY as it was made while VERSION was current."""
        if len(body) > LARGEST:
            return
        kept = tuple((name, value) for name, value in headers if name.lower() in KEPT_HEADERS)
        page = Page(
            plain=body,
            packed=gzip.compress(body, 6, mtime=0),
            headers=(*kept, (b"cache-control", b"no-cache")),
            etag=f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'.encode(),
            version=version,
            until=self.clock() + SECONDS,
        )
        self._drop(key)
        self.pages[key] = page
        self.bytes += _size(page)
        while self.bytes > MOST_BYTES:
            self._drop(next(iter(self.pages)))

    def _drop(self, key: tuple[bytes, ...]) -> None:
        page = self.pages.pop(key, None)
        if page:
            self.bytes -= _size(page)


def _size(page: Page) -> int:
    return len(page.plain) + len(page.packed)


def key_of(
    method: str, target: bytes, headers: Mapping[bytes, bytes], cookies: Mapping[str, str]
) -> tuple[bytes, ...] | None:
    """Return under which key the answer to a request is kept; None where it must be made for this visitor alone.

    No other cookie than these can matter: an answer for which Django looked at another is not kept.
    """
    if not is_plain(method, headers) or settings.SESSION_COOKIE_NAME in cookies:
        return None
    display = DisplayPreferences.parse(cookies.get(DISPLAY_COOKIE, "")).cookie().encode()
    return headers.get(b"host", b""), headers.get(b"x-forwarded-proto", b""), target, display


def is_plain(method: str, headers: Mapping[bytes, bytes]) -> bool:
    """Return whether a request only reads, as nobody in particular."""
    return method in {"GET", "HEAD"} and b"authorization" not in headers
