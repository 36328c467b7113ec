"""What every public page's frame needs: the site, the languages, the way of reading, the navigation."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from portal.kit import languages, site
from portal.languages import address_in
from portal.reading import Reading

NAVIGATION = (
    ("home", _("Home")),
    ("items", _("Find a service")),
    ("points", _("Service points")),
    ("book", _("Appointments")),
    ("track", _("Track your case")),
    ("contacts", _("Telephone numbers")),
)
LANGUAGE_NAMES = {"zh-hans": "中文", "en": "English"}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of `base.html`; costs no query while nothing is published."""
    if request.path.startswith("/admin/"):
        return {}
    return {
        "site": site.current(),
        "reading": getattr(request, "reading", Reading()),
        "navigation": list(_navigation(request.path)),
        "other_languages": [
            {"code": code, "name": LANGUAGE_NAMES.get(code, code), "address": address_in(request.path, code)}
            for code in languages.offered()
            if code != getattr(request, "LANGUAGE_CODE", languages.default())
        ],
    }


def _navigation(path: str) -> Any:
    for name, label in NAVIGATION:
        try:
            address = "/" if name == "home" else reverse(name)
        except NoReverseMatch:
            continue
        if name == "home":
            address = address_in("/", languages.default()) if address == path else reverse("wagtail_serve", args=[""])
        here = path == address if name == "home" else path.startswith(address)
        yield {"name": name, "label": label, "address": address, "here": here}
