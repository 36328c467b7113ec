"""The colours of the city as a stylesheet: inline styles are forbidden, so they come from an address of their own."""

import re
import zlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kit import site

COLOURS = ("brand", "brand_deep", "brand_wash", "person")
A_YEAR = 365 * 24 * 60 * 60


def stylesheet() -> str:
    """Return the custom properties of the site's look; whatever is not a colour is left to the default."""
    look = site.current().look
    named = ((name.replace("_", "-"), getattr(look, name)) for name in COLOURS)
    colours = "".join(f"--{name}:{value};" for name, value in named if re.fullmatch(r"#[0-9a-fA-F]{6}", value))
    return f":root{{{colours}}}"


def version() -> str:
    """Return a mark of the present colours."""
    return f"{zlib.crc32(stylesheet().encode()):08x}"


def address() -> str:
    """Return where the stylesheet is, with its version, so that browsers keep it for a year."""
    return f"{reverse('look')}?v={version()}"


@require_safe
@login_not_required
def look(request: HttpRequest) -> HttpResponse:
    """The stylesheet; kept for long only under the address of its version."""
    current = request.GET.get("v") == version()
    response = HttpResponse(stylesheet(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if current else "no-cache"
    return response
