"""Pages for machines: robots.txt, site map, feed of changes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from catalog.models import ServiceItem, ServicePoint
from configuration import site
from content.models.base import HOME_DEPTH
from content.models.notice import lasting_pages, notices_to_read
from portal.kit import languages, published
from portal.kit.addresses import absolute
from portal.kit.characters import storable
from portal.languages import address_in

PER_FILE = 5_000  # addresses in one file of the site map; the standard allows 50,000
NEWEST = 50  # entries of the feed
SECTIONS = ("pages", "items", "points")
LISTS = ("items", "points", "contacts")


@dataclass(frozen=True)
class SitemapEntry:
    """A page for machines: ``address`` in full, when it changed; ``title`` and ``text`` where a feed says them.

    ``language`` is that of the text where it is not the feed's, ``author`` the organisation where it is another one.
    """

    address: str
    changed: dt.datetime
    title: str = ""
    text: str = ""
    language: str = ""
    author: str = ""

    def __post_init__(self) -> None:
        """Keep what may stand in XML: a row that was stored by hand must not break the feed of all others."""
        for name in ("title", "text", "author"):
            object.__setattr__(self, name, storable(getattr(self, name)))


@require_safe
@login_not_required
@published.for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """Allow machines all that is public and the same for everybody; nothing of a demonstration."""
    context = {
        "demo": site.current().demo,
        "prefixes": ["", *(f"/{code}" for code in languages.offered()[1:])],
        "sitemap": absolute(reverse("sitemap")),
    }
    return render(request, "content/machines/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
@published.for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of the files of the site map."""
    files = [("pages", 1)]
    for name, rows in (("items", ServiceItem.objects.public()), ("points", ServicePoint.objects.public())):
        files += [(name, number + 1) for number in range(-(-rows.count() // PER_FILE))]
    addresses = [absolute(reverse("sitemap_file", args=file)) for file in files]
    return _xml(request, "index", {"addresses": addresses})


@require_safe
@login_not_required
@published.for_everybody
def sitemap_file(request: HttpRequest, section: str, part: int) -> HttpResponse:
    """One file: pages, items or points, each in every language of the site."""
    if section not in SECTIONS or part < 1:
        raise Http404
    first = (part - 1) * PER_FILE
    rows: list[tuple[str, dt.datetime]]
    if section == "pages":
        rows = list(_pages())
    else:
        items = section == "items"
        objects: Any = ServiceItem.objects.public() if items else ServicePoint.objects.public()
        changed = objects.order_by("pk").values_list("code", "updated_at")[first : first + PER_FILE]
        rows = [(reverse("item" if items else "point", args=[code]), when) for code, when in changed]
    if not rows or (section == "pages" and first):
        raise Http404
    offered = languages.offered()
    entries = [SitemapEntry(absolute(address_in(path, code)), when) for path, when in rows for code in offered]
    return _xml(request, "urls", {"entries": entries})


@require_safe
@login_not_required
@published.for_everybody
def changes(request: HttpRequest) -> HttpResponse:
    """The newest changes of guides, points and pages as an Atom feed, in the language of the address."""
    entries = sorted(_changes(), key=lambda entry: entry.changed, reverse=True)[:NEWEST]
    return _feed(request, _("%(site)s: what has changed"), entries)


@require_safe
@login_not_required
@published.for_everybody
def notices(request: HttpRequest) -> HttpResponse:
    """The newest notices that hold (Art. 38) as an Atom feed, in the language of the address."""
    rows = notices_to_read().exclude(last_published_at=None)[:NEWEST]
    entries = [
        SitemapEntry(
            absolute(notice.address),
            notice.last_published_at,
            notice.title,
            notice.intro,
            notice.foreign,
            str(notice.organisation.name) if notice.organisation else "",
        )
        for notice in rows
    ]
    return _feed(request, _("%(site)s: notices"), entries)


def _feed(request: HttpRequest, title: str, entries: list[SitemapEntry]) -> HttpResponse:
    """Return ENTRIES as an Atom feed; TITLE names the site."""
    context = {
        "entries": entries,
        "updated": max((entry.changed for entry in entries), default=None),
        "title": title % {"site": site.current().name},
        "feed": absolute(request.path),
        "language": request.LANGUAGE_CODE,
    }
    return render(request, "content/machines/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


def _xml(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"content/machines/{name}.xml", context, content_type="application/xml; charset=utf-8")


def _pages() -> Iterator[tuple[str, dt.datetime]]:
    """Yield the addresses (default language) of lists and editors' pages with when they changed."""
    pages = list(_live_pages(languages.default()))
    newest = max((page.last_published_at for page in pages), default=dt.datetime.now(dt.UTC))
    for name in LISTS:
        yield reverse(name), newest
    for page in pages:
        yield page.url, page.last_published_at


def _live_pages(language: str) -> Any:
    rows = Page.objects.live().public().filter(depth__gte=HOME_DEPTH, locale__language_code=language)
    return rows.exclude(last_published_at=None).order_by("path")


def _changes() -> Iterator[SitemapEntry]:
    for item in ServiceItem.objects.public().order_by("-updated_at")[:NEWEST]:
        yield SitemapEntry(
            absolute(reverse("item", args=[item.code])), item.updated_at, str(item.name), str(item.summary)
        )
    for point in ServicePoint.objects.public().order_by("-updated_at")[:NEWEST]:
        address = absolute(reverse("point", args=[point.code]))
        yield SitemapEntry(address, point.updated_at, str(point.name), str(point.address))
    lasting = lasting_pages().values("pk")
    pages = _live_pages(translation.get_language() or "").filter(pk__in=lasting)
    for page in pages.order_by("-last_published_at")[:NEWEST]:
        yield SitemapEntry(absolute(page.url), page.last_published_at, page.title, page.search_description)
