"""The city's look over the web: its colours as a stylesheet (inline styles are forbidden), its logo as a picture."""

import re
import zlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from configuration import logo as logos
from configuration import site

A_YEAR = 365 * 24 * 60 * 60


def stylesheet() -> str:
    """Return the custom properties of the site's look; a value that is no colour is left to the default."""
    named = ((name.replace("_", "-"), value) for name, value in site.current().look.colours().items())
    colours = "".join(f"--{name}:{value};" for name, value in named if re.fullmatch(r"#[0-9a-fA-F]{6}", value))
    return f":root{{{colours}}}"


def version() -> str:
    """Return a digest of the present colours and logo."""
    return f"{zlib.crc32((stylesheet() + logos.standalone(site.current().look)).encode()):08x}"


def address(name: str = "look") -> str:
    """Return where the stylesheet (or ``logo``) is, with its version, so that browsers keep it for a year."""
    return f"{reverse(name)}?v={version()}"


@require_safe
@login_not_required
def look(request: HttpRequest) -> HttpResponse:
    """The stylesheet; kept for long only under the address of its version."""
    return _kept(request, stylesheet(), "text/css; charset=utf-8")


@require_safe
@login_not_required
def logo(request: HttpRequest) -> HttpResponse:
    """The logo as a picture of its own: the sign of the site in a browser's tab."""
    return _kept(request, logos.standalone(site.current().look), "image/svg+xml")


def _kept(request: HttpRequest, text: str, kind: str) -> HttpResponse:
    current = request.GET.get("v") == version()
    response = HttpResponse(text, content_type=kind)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if current else "no-cache"
    return response
