"""Context of the frame of every public page: the site, the languages, display preferences, the navigation."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from catalog.directory.authority import authority
from configuration import site
from content.models.base import HOME_DEPTH
from portal.display_preferences import DisplayPreferences
from portal.kit import language_names, languages, published
from portal.kit.addresses import absolute
from portal.languages import address_in

STYLESHEETS = tuple(f"portal/{name}.css" for name in ("base", "shell", "parts", "forms", "pages", "care"))
NAVIGATION = (
    ("home", _("Home")),
    ("items", _("Find a service")),
    ("points", pgettext_lazy("navigation", "Service points")),
    ("book", _("Appointments")),
    ("track", _("Track your case")),
    ("contacts", _("Telephone numbers")),
)
SIZES = (("normal", _("Standard")), ("large", _("Large")), ("xlarge", _("Largest")))
# Pages of the first definitions by their address; a site may name others in `footer.links`.
FOOTER_LABELS = {
    "/apply/": _("Online forms"),
    "/rules/": _("Working rules"),
    "/systems/": _("Systems and promises"),
    "/contacts/": _("All telephone numbers"),
    "/site-map/": _("Site map"),
    "/accessibility/": _("Accessibility"),
    "/privacy/": _("Personal information"),
    "/channels/": _("Ways to reach us"),
    "/notices/": _("Notices"),
    "/about/": _("About this service"),
    "/feedback/": _("Suggestions and complaints"),
    "/figures/": _("Public figures"),
}
FOOTER_DEFAULT = ("/rules/", "/contacts/", "/site-map/", "/accessibility/", "/privacy/")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of `base.html`; costs no query while nothing is published.

    The admin has its own frame; a view there that shows a public page sets ``shows_public_page`` on the request.
    """
    inside = request.path.startswith("/admin/") and not getattr(request, "shows_public_page", False)
    return {} if inside else frame(request)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of `base.html` for any address: error pages use it everywhere."""
    language = getattr(request, "LANGUAGE_CODE", languages.default())
    # A page that is nothing without its query says so; the others begin anew in another language.
    query = f"?{kept}" if (kept := getattr(request, "kept_query", "")) else ""
    return {
        "site": site.current(),
        "authority": authority(),
        "language": language,
        "direction": language_names.direction(language),
        "default_language": languages.default(),
        "display": getattr(request, "display_preferences", DisplayPreferences()),
        "sizes": SIZES,
        "stylesheets": STYLESHEETS,
        "here": request.get_full_path(),
        "home": _home(),
        "navigation": list(_navigation(request.path)),
        "footer_links": list(_footer_links(language)),
        "canonical": canonical(request),
        "alternates": list(_alternates(request.path)),
        "feed": _named("changes"),
        "other_languages": [
            {"code": code, "name": language_names.own_name(code), "address": address_in(request.path, code) + query}
            for code in languages.offered()
            if code != language
        ],
    }


def canonical(request: HttpRequest) -> str:
    """Return the one address of this page: without what narrows a list, but with its page."""
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page != "1" else ""
    return absolute(quote(request.path)) + query


def _alternates(path: str) -> Iterator[dict[str, str]]:
    if len(languages.offered()) > 1:
        for code in languages.offered():
            yield {"code": code, "address": absolute(quote(address_in(path, code)))}
        yield {"code": "x-default", "address": absolute(quote(address_in(path, languages.default())))}


def _named(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _home() -> str:
    return reverse("wagtail_serve", args=[""])


def _navigation(path: str) -> Iterator[dict[str, Any]]:
    for name, label in NAVIGATION:
        try:
            address = _home() if name == "home" else reverse(name)
        except NoReverseMatch:
            continue
        here = path == address if name == "home" else path.startswith(address)
        yield {"name": name, "label": label, "address": address, "here": here}


def _footer_links(language: str) -> Iterator[dict[str, Any]]:
    for address in site.current().footer.links or FOOTER_DEFAULT:
        label = FOOTER_LABELS.get(address) or _page_titles().get((address.strip("/"), language), address)
        yield {"address": address_in(address, language), "label": label}


@published.cached
def _page_titles() -> dict[tuple[str, str], str]:
    """Return the titles of the pages right below the home page by name in the address and language."""
    rows = Page.objects.live().public().filter(depth=HOME_DEPTH + 1)
    return {
        (slug, language): title for slug, language, title in rows.values_list("slug", "locale__language_code", "title")
    }
