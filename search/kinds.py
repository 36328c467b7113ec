"""The kinds of search results: the name of each, and the rows that are shown for its hits.

Rows are read through the public querysets, so that only public things are shown, even if an index is out of date.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from catalog.models import ContactNumber, Organisation, Place, ServiceItem, ServicePoint
from content.models.notice import lasting_pages
from portal.kit import indexing
from portal.kit.indexing import PublicDescription
from search.index.engines.base import SearchHit


@dataclass(frozen=True)
class ResultKind:
    """``rows`` are the public things of the kind with what a list shows; ``template`` shows one of them."""

    key: str
    label: str | Promise
    template: str
    rows: Callable[[], QuerySet[Any]]
    describe: Callable[[Any], PublicDescription] | None = None
    """For what another app offers: what is shown of a row."""


@dataclass(frozen=True)
class ResultRow:
    """A hit with the thing itself; ``place`` is the spot inside a service point."""

    kind: ResultKind
    thing: Any
    place: Place | None = None

    @cached_property
    def description(self) -> PublicDescription | None:
        """Description by another app; None for what the search knows itself."""
        return self.kind.describe(self.thing) if self.kind.describe else None

    @property
    def text(self) -> str:
        """Title of the row."""
        if self.description:
            return str(self.description.name)
        if self.place:
            return f"{self.place.label} {self.thing.name}"
        return str(self.thing.title if self.kind.key == "pages" else self.thing.name)

    @property
    def address(self) -> str:
        """Address of its page; an organisation is shown by the search itself, with its numbers."""
        if self.description:
            return self.description.address
        if self.kind.key == "items":
            return reverse("item", args=[self.thing.code])
        if self.kind.key in {"points", "places"}:
            return reverse("point", args=[self.thing.code])
        if self.kind.key == "pages":
            return str(self.thing.url)
        return f"{reverse('search')}?{urlencode({'q': self.text, 'kind': self.kind.key})}"


def _organisations() -> QuerySet[Any]:
    numbers = ContactNumber.objects.current().order_by("-purpose", "order", "sort_name", "code")
    return Organisation.objects.current().prefetch_related(Prefetch("numbers", numbers))


def _with_places() -> QuerySet[Any]:
    return ServicePoint.objects.public().prefetch_related("places")


KINDS = (
    ResultKind("items", _("Services"), "search/item.html", lambda: ServiceItem.objects.public().for_list()),
    ResultKind("points", _("Service points"), "search/point.html", ServicePoint.objects.public),
    ResultKind("organisations", _("Offices and telephone numbers"), "search/organisation.html", _organisations),
    ResultKind("pages", _("Pages"), "search/page.html", lambda: lasting_pages().specific()),
    ResultKind("places", _("Places inside"), "search/place.html", _with_places),
)


def every() -> list[ResultKind]:
    """Return all kinds: those above, and what other apps offer."""
    offered = indexing.offered()
    return [
        *KINDS,
        *(ResultKind(one.kind, one.label, "search/offered.html", one.public, one.describe) for one in offered),
    ]


def shown(hits: Sequence[SearchHit]) -> list[ResultRow]:
    """Return HITS as rows in their order, those left out that are not public any more; one query a kind or two."""
    kinds = {kind.key: kind for kind in every()}
    things = {
        kind.key: {str(row.pk): row for row in _read(kind, [hit.key for hit in hits if hit.kind == kind.key])}
        for kind in kinds.values()
    }
    rows = (_row(hit, kinds[hit.kind], things[hit.kind]) for hit in hits if hit.kind in kinds)
    return [row for row in rows if row]


def _read(kind: ResultKind, keys: Iterable[str]) -> Iterable[Any]:
    wanted = {key.partition(" ")[0] for key in keys}
    return kind.rows().filter(pk__in=wanted) if wanted else ()


def _row(hit: SearchHit, kind: ResultKind, things: dict[str, Any]) -> ResultRow | None:
    key, _blank, code = hit.key.partition(" ")
    thing = things.get(key)
    if thing is None:
        return None
    if kind.key != "places":
        return ResultRow(kind, thing)
    place = next((place for place in thing.places.all() if place.code == code), None)
    return ResultRow(kind, thing, place) if place else None
