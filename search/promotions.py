"""Promoted answers: what editors put first for certain words, by Wagtail's own search promotions.

Wagtail promotes pages and addresses; an item or a point is promoted by its address on this portal.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from search.query import LONGEST

MOST = 3


@dataclass(frozen=True)
class Promoted:
    """What stands above the results: an address with its name, and why."""

    title: str
    address: str
    description: str


def promoted(words: str) -> list[Promoted]:
    """Return what is promoted for WORDS, at most three; pages that are not public are left out."""
    query = normalise_query_string(words)[:LONGEST]
    if not query:
        return []
    rows = SearchPromotion.objects.filter(query__query_string=query)
    made = (_promoted(row) for row in rows.select_related("page").order_by("sort_order", "pk")[: MOST * 2])
    return [each for each in made if each][:MOST]


def _promoted(row: SearchPromotion) -> Promoted | None:
    if row.page:
        if not Page.objects.live().public().filter(pk=row.page.pk).exists():
            return None
        return Promoted(row.page.title, row.page.url, row.description)
    return Promoted(row.external_link_text or row.external_link_url, inside(row.external_link_url), row.description)


def inside(url: str) -> str:
    """Return URL without its host where it leads to a thing of this portal: hosts differ, things do not."""
    return urlsplit(url).path if code_of(url) else url


def code_of(url: str) -> tuple[str, str] | None:
    """Return ``("item", code)`` or ``("point", code)`` of an address of this portal, or None."""
    try:
        match = resolve(urlsplit(url).path or "/nowhere")
    except Resolver404:
        return None
    return (match.url_name, match.kwargs["code"]) if match.url_name in {"item", "point"} else None
