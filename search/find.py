"""One function finds items, points, numbers and pages; the only door to the engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint
from search.query import Query
from search.tokens import fold, query_terms

MOST = 1000  # hits that are ranked; nobody turns to page fifty
PER_PAGE, PER_KIND = 20, 5


@dataclass(frozen=True)
class Found:
    """The hits of one kind: ``rows`` of this page, ``total`` of all (``capped`` at MOST)."""

    kind: str
    rows: Sequence[Any]
    total: int
    capped: bool = False


def find(query: Query) -> list[Found]:
    """Return what is found, kind by kind in their order, kinds without a hit left out.

    All kinds: the first PER_KIND of each. One kind: its page of PER_PAGE. A fixed number of statements a kind.
    """
    if not query_terms(query.text):
        return []
    kinds = {query.kind: FINDERS[query.kind]} if query.kind else FINDERS
    size = PER_PAGE if query.kind else PER_KIND
    start = (query.page - 1) * size if query.kind else 0
    answers = (finder(query.text, kind, slice(start, start + size)) for kind, finder in kinds.items())
    return [found for found in answers if found.total]


def _items(text: str, kind: str, part: slice) -> Found:
    return _ranked(text, kind, part, ServiceItem.objects.public(), ServiceItem.objects.for_list())


def _points(text: str, kind: str, part: slice) -> Found:
    return _ranked(text, kind, part, ServicePoint.objects.public(), ServicePoint.objects.for_list())


def _ranked(text: str, kind: str, part: slice, public: QuerySet[Any], shown: QuerySet[Any]) -> Found:
    """Rank up to MOST hits: whole words in the name first, then short names before long ones."""
    hits = get_search_backend().search(text, public.only("pk", "name"), order_by_relevance=False)[: MOST + 1]
    wanted = fold(text).split()
    rows = sorted(hits, key=lambda row: (_misses(row.name.values(), wanted), len(str(row.name)), row.pk))[:MOST]
    keys = [row.pk for row in rows[part]]
    by_key = {row.pk: row for row in shown.filter(pk__in=keys)}
    return Found(kind, [by_key[key] for key in keys], len(rows), capped=len(hits) > MOST)


def _misses(names: Any, wanted: list[str]) -> int:
    texts = [fold(name) for name in names]
    return min((sum(word not in text for word in wanted) for text in texts), default=len(wanted))


def _numbers(text: str, kind: str, part: slice) -> Found:
    """Organisations and their numbers: found by name, or by the digits of a number."""
    condition = Q()
    for word in fold(text).split():
        condition &= Q(name__icontains=word) | Q(short_name__icontains=word)
    digits = "".join(character for character in fold(text) if character.isascii() and character.isdigit())
    if len(digits) > 3:  # noqa: PLR2004  shorter digits are in every number
        condition |= Q(numbers__number__contains=digits)
    organisations = Organisation.objects.current().filter(condition, numbers__retired_at=None)
    codes = organisations.exclude(numbers=None).order_by("path").values_list("pk", flat=True).distinct()[:MOST]
    keys = list(codes)
    rows = ContactNumber.objects.filter(organisation__in=keys[part], retired_at=None).select_related("organisation")
    return Found(kind, list(rows.order_by("organisation__path", "order", "pk")), len(keys))


def _pages(text: str, kind: str, part: slice) -> Found:
    public = Page.objects.live().public().filter(depth__gt=2)
    hits = get_search_backend().search(text, public.only("pk", "title"), order_by_relevance=False)[: MOST + 1]
    wanted = fold(text).split()
    rows = sorted(hits, key=lambda row: (_misses([row.title], wanted), len(row.title), row.pk))[:MOST]
    by_key = {row.pk: row for row in Page.objects.filter(pk__in=[row.pk for row in rows[part]]).specific()}
    return Found(kind, [by_key[row.pk] for row in rows[part]], len(rows), capped=len(hits) > MOST)


Finder = Callable[[str, str, slice], Found]
FINDERS: dict[str, Finder] = {"items": _items, "points": _points, "numbers": _numbers, "pages": _pages}
