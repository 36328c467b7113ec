"""Promoted answers: what editors put first for certain words, by Wagtail's own search promotions.

Wagtail promotes pages and addresses; an item or a point is promoted by its address on this portal.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.search.utils import normalise_query_string

from catalog.models import ServiceItem, ServicePoint
from content.models.notice import lasting_pages
from search.query.query import LONGEST

MOST = 3
THINGS: dict[str, Any] = {"item": ServiceItem, "point": ServicePoint}
ADDRESS = re.compile(r"(?:/[\w-]+)?/(item|point)s/([\w-]+)/")  # in any language


@dataclass(frozen=True)
class PromotedAnswer:
    """An answer above the results: an address with its name, and the reason."""

    title: str
    address: str
    description: str


def promoted(words: str) -> list[PromotedAnswer]:
    """Return the promoted answers for WORDS, at most three, in the active language; only public ones."""
    query = normalise_query_string(words)[:LONGEST]
    if not query:
        return []
    rows = SearchPromotion.objects.filter(query__query_string=query)
    made = (_promoted(row) for row in rows.select_related("page").order_by("sort_order", "pk")[: MOST * 2])
    return [each for each in made if each][:MOST]


def _promoted(row: SearchPromotion) -> PromotedAnswer | None:
    if row.page:
        page = row.page.localized
        public = lasting_pages().filter(pk=page.pk).exists()
        return PromotedAnswer(page.title, page.url, row.description) if public else None
    thing = code_of(row.external_link_url)
    if thing is None:
        return PromotedAnswer(row.external_link_text or row.external_link_url, row.external_link_url, row.description)
    shows, code = thing
    name = THINGS[shows].objects.public().filter(code=code).values_list("name", flat=True).first()
    return PromotedAnswer(str(name), reverse(shows, args=[code]), row.description) if name else None


def code_of(url: str) -> tuple[str, str] | None:
    """Return ``("item", code)`` or ``("point", code)`` of an address of this portal, or None; hosts may differ."""
    found = ADDRESS.fullmatch(urlsplit(url).path)
    return (found[1], found[2]) if found else None
