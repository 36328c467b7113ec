"""Finding: one question, the public things of each kind that answer it, best first. Never a case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint
from portal.kit.words import Words
from search.query import Query
from search.tokens import Term, normal, query_terms

MOST = 1000  # hits of a kind that are counted
PER_PAGE = 20


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is found: ``public`` are those that anybody may see, ``rows`` adds what a row shows.

    ``title`` is the column whose text decides the order: what has the words as typed stands first.
    """

    key: str
    label: str | Promise
    template: str
    public: Callable[[], QuerySet[Any]]
    rows: Callable[[QuerySet[Any]], QuerySet[Any]]
    title: str


def _organisations() -> QuerySet[Any]:
    return Organisation.objects.current()


def _with_numbers(rows: QuerySet[Any]) -> QuerySet[Any]:
    numbers = ContactNumber.objects.current().order_by("-purpose", "order", "code")
    return rows.prefetch_related(Prefetch("numbers", numbers))


def _pages() -> QuerySet[Any]:
    return Page.objects.live().public().filter(locale=Locale.get_active())


def _for_list(rows: Any) -> QuerySet[Any]:
    return rows.for_list()


def _specific(rows: Any) -> QuerySet[Any]:
    return rows.specific()


KINDS = (
    Kind("items", _("Services"), "search/item.html", ServiceItem.objects.public, _for_list, "name"),
    Kind("points", _("Service points"), "search/point.html", ServicePoint.objects.public, _for_list, "name"),
    Kind("numbers", _("Telephone numbers"), "search/organisation.html", _organisations, _with_numbers, "name"),
    Kind("pages", _("Pages"), "search/page.html", _pages, _specific, "title"),
)


@dataclass(frozen=True)
class Found:
    """How many things of a kind answer; ``capped`` when there are more than were counted."""

    kind: Kind
    keys: list[Any]

    @property
    def count(self) -> int:
        """The number of hits, at most 1000."""
        return len(self.keys)

    @property
    def capped(self) -> bool:
        """Whether there may be more."""
        return self.count >= MOST


@dataclass(frozen=True)
class Results:
    """``found`` by kind; ``shown`` is the kind of ``page``; both are None where nothing was found."""

    query: Query
    terms: list[Term]
    found: list[Found]
    shown: Kind | None = None
    page: PageOfRows[Any] | None = None
    rows: tuple[Any, ...] = ()

    @property
    def count(self) -> int:
        """The number of hits of all kinds."""
        return sum(found.count for found in self.found)


def find(query: Query) -> Results:
    """Return what answers QUERY; a fixed number of database queries, and never an error, whatever was typed."""
    terms = query_terms(query.words)
    if not terms:
        return Results(query, [], [])
    found = [Found(kind, _keys(kind, query.words)) for kind in KINDS]
    some = [each for each in found if each.keys]
    if not some:
        return Results(query, terms, [])
    chosen = next((each for each in some if each.kind.key == query.kind), some[0])
    page = Paginator(chosen.keys, PER_PAGE).get_page(query.page)
    kind = chosen.kind
    rows = {row.pk: row for row in kind.rows(kind.public().filter(pk__in=list(page)))}
    return Results(query, terms, some, kind, page, tuple(rows[key] for key in page if key in rows))


def _keys(kind: Kind, words: str) -> list[Any]:
    """Return the keys of the hits, best first (see _rank)."""
    hits = get_search_backend().keys(words, kind.public(), MOST, "pk", kind.title)
    terms, typed = query_terms(words), normal(words)
    return [key for key, _title in sorted(hits, key=lambda hit: (*_rank(hit[1], terms, typed), hit[0]))]


def _rank(title: Any, terms: list[Term], typed: str) -> tuple[int, int, int]:
    """Titles with the words as typed stand first, then those with every part, then the rest; early and short wins."""
    text = normal(" ".join(title.values()) if isinstance(title, Words) else str(title))
    place = text.find(typed)
    if place >= 0:
        return 0, place, len(text)
    return (1 if all(term.text in text for term in terms) else 2), 0, len(text)
