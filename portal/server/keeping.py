"""Answers that may be kept for everybody, decided where Django answers: by what it read, not by what was sent."""

from collections import UserDict
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.display_preferences import COOKIE as DISPLAY_COOKIE
from portal.kit import published

PRIVATE = frozenset({"private", "no-store", "no-cache"})


class RecordedCookies(UserDict[str, str]):
    """The cookies of a request; ``read`` are the names that were looked for, there or not, ``*`` for all of them."""

    def __init__(self, cookies: dict[str, str]) -> None:
        self.data = cookies
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        return self.data[name]

    def __contains__(self, name: object) -> bool:
        self.read.add(str(name))
        return name in self.data

    def __iter__(self) -> Iterator[str]:
        self.read.add("*")
        return iter(self.data)

    def __len__(self) -> int:
        self.read.add("*")
        return len(self.data)


class KeepOnlyWhatIsForEverybody:
    """Takes back the permission of `portal.kit.published` for an answer that was made for one visitor.

    It stands outside the session's middleware, so that it sees all cookies that are read, and the finished answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookies = RecordedCookies(request.COOKIES)
        request.COOKIES = cookies  # type: ignore[assignment]
        has_session = settings.SESSION_COOKIE_NAME in cookies.data
        response = self.get_response(request)
        if published.may_be_kept(request.META) and (
            has_session or _reads_more(cookies) or _read_session(request) or _is_private(response)
        ):
            published.forbid_keeping(request)
        return response


def _reads_more(cookies: RecordedCookies) -> bool:
    """Return whether a cookie was read that is not part of a page's key; Django's own middleware looks for two."""
    return not cookies.read <= {DISPLAY_COOKIE, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def _read_session(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "session", None), "accessed", False))


def _is_private(response: HttpResponse) -> bool:
    """Return whether RESPONSE says so itself: Wagtail does of every page and document that is restricted.

    That it varies by cookie says nothing: which ones were read is known better here.
    """
    control = {part.strip().lower() for part in response.get("Cache-Control", "").split(",")}
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return bool(response.cookies) or bool(control & PRIVATE) or not varies <= {"accept-encoding", "cookie"}
