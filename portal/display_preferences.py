"""Display preferences of a visitor: text size and care mode, kept in a cookie for a year, no script needed."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

COOKIE = "display"
A_YEAR = 365 * 24 * 60 * 60
SIZES = ("normal", "large", "xlarge")


@dataclass(frozen=True)
class DisplayPreferences:
    """``size`` is one of SIZES; ``care`` simplifies the page and enlarges what is pressed."""

    size: str = "normal"
    care: bool = False

    @classmethod
    def parse(cls, cookie: str) -> "DisplayPreferences":
        """Return what COOKIE says, e.g. ``large.care``; anything else is the normal page."""
        size, _dot, mode = cookie.partition(".")
        return cls(size if size in SIZES else "normal", mode == "care")

    def cookie(self) -> str:
        """Return the cookie's value."""
        return f"{self.size}.care" if self.care else self.size


class DisplayPreferencesMiddleware:
    """Sets ``request.display_preferences`` on every request; pages vary by cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.display_preferences = DisplayPreferences.parse(request.COOKIES.get(COOKIE, ""))  # type: ignore[attr-defined]
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        return response


@require_safe
@login_not_required
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Remember ``?size=`` or ``?care=on|off`` and go back to ``?next=``; a link, so that it works without a form."""
    old: DisplayPreferences = request.display_preferences  # type: ignore[attr-defined]
    size = request.GET.get("size", "")
    care = {"on": True, "off": False}.get(request.GET.get("care", ""), old.care)
    if size not in SIZES:
        # Care mode starts with large text and gives it back when it is left.
        size = old.size if care == old.care else ("large" if care else "normal")
    response = HttpResponseRedirect(_safe_next(request))
    response.set_cookie(
        COOKIE,
        DisplayPreferences(size, care).cookie(),
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _safe_next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "/")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and not urlsplit(wanted).netloc:
        return wanted
    return "/"
