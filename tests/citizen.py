"""A citizen with a plain HTTP client: fills in the forms as they come, without a browser. Fast enough for hundreds."""

import http.client
import http.cookiejar
import itertools
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from bs4 import BeautifulSoup

TIMEOUT = 20  # seconds
READING = 3.2  # seconds; a form that is sent faster counts several times (forms/filling/abuse.py)


@dataclass
class Page:
    """An answer: its address after redirects, its status, its bytes and its parsed HTML."""

    address: str
    status: int
    source: bytes

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.source, "html.parser")

    @property
    def text(self) -> str:
        return self.soup.get_text(" ", strip=True)


_numbers = itertools.count(2)


def own_address() -> str:
    """Return an address of this machine that no other citizen of this process has: 127.0.0.2, 127.0.0.3 and so on."""
    number = next(_numbers)
    return f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class _FromOneAddress(urllib.request.HTTPHandler):
    """Connects from ADDRESS: limits count networks, and each citizen has one of its own."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(http.client.HTTPConnection, request, source_address=(self.address, 0))


@dataclass
class Citizen:
    """Keeps cookies like a browser; ``answers`` are used for every form field of that name.

    ``shown`` gives a form's hidden time (`Site.shown`); without it the citizen reads as long as a person does.
    """

    base: str
    answers: dict[str, str]
    shown: Callable[[], str] | None = None
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    address: str = field(default_factory=own_address)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), _FromOneAddress(self.address)
        )

    def get(self, address: str) -> Page:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.base, address)))

    def send(self, page: Page) -> Page:
        """Fill in the form of PAGE from the answers (first option where none is given) and send it."""
        form = page.soup.select_one("main form[method=post]")
        assert form is not None, f"no form on {page.address}: {page.text[:500]}"
        data = urllib.parse.urlencode(self.filled(form) | self._time(form), doseq=True).encode()
        target = urllib.parse.urljoin(page.address, form.get("action") or page.address)
        return self._open(urllib.request.Request(target, data, {"Referer": page.address}))

    def _time(self, form: BeautifulSoup) -> dict[str, str]:
        """Return the time at which FORM was shown, as the citizen tells it; wait where it may not be invented."""
        if form.select_one("input[name=shown]") is None:
            return {}
        if self.shown is not None:
            return {"shown": self.shown()}
        time.sleep(READING)
        return {}

    def filled(self, form: BeautifulSoup) -> dict[str, str]:
        """Return what a browser would send for FORM with our answers in it."""
        data: dict[str, str] = {}
        for control in form.select("input[name], select[name], textarea[name], button[name]"):
            name, kind = control["name"], control.get("type", "text")
            if name in self.answers and kind not in {"radio", "hidden"}:
                data[name] = self.answers[name]
            elif kind == "radio":
                wanted = self.answers.get(name)
                # Papers are brought to the window: this client sends no files.
                first = name not in data and not control.has_attr("disabled") and control.get("value") != "upload"
                if control.get("value") == wanted or (wanted is None and first):
                    data[name] = control["value"]
            elif kind == "checkbox":
                if name in self.answers or control.has_attr("checked"):
                    data[name] = control.get("value", "on")
            elif control.name != "button":
                data[name] = control.get("value", "")
        return data

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self.opener.open(request, timeout=TIMEOUT) as answer:
                return Page(answer.geturl(), answer.status, answer.read())
        except urllib.error.HTTPError as answer:
            with answer:
                return Page(answer.geturl() or request.full_url, answer.code, answer.read())
