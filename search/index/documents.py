"""Documents of the public index: only public rows, read from the database itself, of the catalogue, the pages, and
other apps that offer theirs.

`update_documents` hears of every change through portal/kit/indexing.py, in the transaction of the change.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from wagtail.models import Page
from wagtail.search import index

from catalog.enums import PlaceKind, Purpose
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint, Theme
from catalog.territory import reach
from content.models.notice import lasting_pages
from portal.kit import indexing, languages, phones
from portal.kit.batches import in_batches
from portal.kit.indexing import OfferedRows
from portal.kit.speaking import in_all_languages
from portal.kit.words import Words
from search.index.engines import choice
from search.index.engines.base import IndexDocument
from search.models import IndexEntry
from search.text.flat import flat

BATCH = 20
HOME_DEPTH = 2


def all_documents() -> Iterator[IndexDocument]:
    """Yield an entry for every public thing."""
    for source in sources():
        # Listed first: a rebuild commits between two batches, where PostgreSQL ends a question that is still read.
        keys = list(source.public().order_by("pk").values_list("pk", flat=True))
        for batch in in_batches(keys, BATCH):
            yield from source.entries(batch)


def update_documents(model: type[Model], keys: Collection[Any]) -> None:
    """Bring the index up to date with the rows KEYS of MODEL; rows that are not public any more are removed."""
    if issubclass(model, ContactNumber):
        owners = ContactNumber.objects.filter(pk__in=keys).values_list("organisation", flat=True)
        model, keys = Organisation, set(owners)
    source = source_of(model)
    if source:
        entries = list(source.entries(keys))
        kept = {(entry.kind, entry.key) for entry in entries}
        old = {(kind, key) for kind, key in _indexed(source, keys) if (kind, key) not in kept}
        if old:
            choice.remove(sorted(old))
        if entries:
            choice.write(entries)


def source_of(model: type[Model]) -> "DocumentSource | None":
    """Return where entries about MODEL come from, or None if it is not for the public."""
    return next((source for source in sources() if issubclass(model, source.model)), None)


def sources() -> "Iterator[DocumentSource]":
    """Yield all sources: those of catalogue and pages, and what other apps offer."""
    yield from SOURCES
    for rows in indexing.offered():
        yield DocumentSource(rows.model, (rows.kind,), rows.public, lambda found: found, partial(_described, rows))


@dataclass(frozen=True)
class DocumentSource:
    """``public`` are the rows that anybody may see, ``make`` turns one into its entries of ``kinds``."""

    model: type[Model]
    kinds: tuple[str, ...]
    public: Callable[[], QuerySet[Any]]
    rows: Callable[[QuerySet[Any]], Iterable[Any]]
    make: Callable[[Any], Iterator[IndexDocument]]

    def entries(self, keys: Collection[Any]) -> Iterator[IndexDocument]:
        """Yield the entries of those rows KEYS that are public."""
        for row in self.rows(self.public().filter(pk__in=keys)):
            yield from self.make(row)


def _indexed(source: DocumentSource, keys: Collection[Any]) -> set[tuple[str, str]]:
    """Return which entries there are of the rows KEYS: a key begins with that of its row."""
    found: set[tuple[str, str]] = set()
    if "places" in source.kinds:
        for key in keys:
            places = IndexEntry.objects.filter(kind="places", key__startswith=f"{key} ")
            found.update(places.values_list("kind", "key"))
    rows = IndexEntry.objects.filter(kind=source.kinds[0], key__in=[str(key) for key in keys])
    return found | set(rows.values_list("kind", "key"))


def _titles(name: Words, *others: str) -> tuple[str, ...]:
    first = name.in_language(languages.default())
    return tuple(dict.fromkeys(text for text in (first, *others, *name.values()) if text)) or ("-",)


def _numbers(*numbers: str) -> Iterator[str]:
    """Yield each telephone number in the ways in which people look for it: with the area code, and without."""
    for number in filter(None, numbers):
        phone = phones.public(number)
        yield f"{phone.area}{phone.local}" if phone else number
        if phone:
            yield phone.local


def _district(organisation: Organisation) -> str:
    _city, *district = organisation.territory.codes
    return f"district:{district[0] if district else '*'}"


def _item(item: ServiceItem) -> Iterator[IndexDocument]:
    office = item.department
    texts = [item.summary, item.eligibility, item.class_name, item.topic_name, office.name, office.short_name]
    texts += [theme.name for theme in item.themes.all()] + [block.value["ask"] for block in item.questions]
    facet_values = [f"audience:{code}" for code in item.audience] + [f"mode:{code}" for code in item.offered_as]
    facet_values += [f"theme:{theme.code}" for theme in item.themes.all()]
    facet_values += [f"class:{item.item_class}", f"department:{office.code}"]
    facet_values += [f"topic:{item.topic}"] * bool(item.topic)
    if not item.decided_at or set(item.decided_at) & set(reach.levels()[1:]):
        facet_values.append(_district(office))
    yield IndexDocument(
        "items",
        str(item.pk),
        _titles(item.name, *item.also_called, *item.asked_as),
        tuple(flat(text) for text in texts if text),
        tuple(filter(None, (item.code_raw, item.code))),
        tuple(facet_values),
    )


def _point(point: ServicePoint) -> Iterator[IndexDocument]:
    office, facet_values = point.organisation, (_district(point.organisation),)
    names = tuple(flat(text) for text in (point.name, office.name, office.short_name))
    texts = (point.address, point.directions, point.window, office.name, office.short_name)
    codes = tuple(_numbers(point.service_phone, point.complaint_phone))
    yield IndexDocument(
        "points", str(point.pk), _titles(point.name), tuple(map(flat, filter(None, texts))), codes, facet_values
    )
    for place in point.places.all():
        floor = f"{place.floor}楼 {place.floor}层" if place.floor else ""
        labels = list(in_all_languages(PlaceKind(place.kind).label).values())
        key = f"{point.pk} {place.code}"
        yield IndexDocument(
            "places", key, _titles(place.name, *labels), (*names, flat(point.address), floor), (), facet_values
        )


def _organisation(row: Organisation) -> Iterator[IndexDocument]:
    numbers = list(row.numbers.all())
    texts = [
        text
        for number in numbers
        for text in (flat(number.label), *in_all_languages(Purpose(number.purpose).label).values())
    ]
    codes = tuple(_numbers(*(number.number for number in numbers)))
    yield IndexDocument(
        "organisations",
        str(row.pk),
        _titles(row.name, *row.short_name.values()),
        tuple(texts),
        codes,
        (_district(row),),
    )


def _page(page: Page) -> Iterator[IndexDocument]:
    texts = [
        flat(field.get_value(page))
        for field in page.get_search_fields()
        if isinstance(field, index.SearchField) and field.field_name != "title"
    ]
    language = page.locale.language_code
    yield IndexDocument("pages", str(page.pk), (page.title,), tuple(filter(None, texts)), (), (), language)


def _described(rows: OfferedRows, row: Model) -> Iterator[IndexDocument]:
    known = rows.describe(row)
    others = [text for words in known.also_called for text in words.values()]
    body = (flat(known.intro),) if known.intro else ()
    yield IndexDocument(rows.kind, str(row.pk), _titles(known.name, *others), body)


def _with_numbers(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.prefetch_related(Prefetch("numbers", ContactNumber.objects.current()))


def _specific(rows: Any) -> Iterable[Any]:
    return rows.select_related("locale").specific()


def _with_themes(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("department").prefetch_related(Prefetch("themes", Theme.objects.current()))


SOURCES = (
    DocumentSource(ServiceItem, ("items",), ServiceItem.objects.public, _with_themes, _item),
    DocumentSource(
        ServicePoint,
        ("points", "places"),
        ServicePoint.objects.public,
        lambda rows: rows.select_related("organisation").prefetch_related("places"),
        _point,
    ),
    DocumentSource(Organisation, ("organisations",), Organisation.objects.current, _with_numbers, _organisation),
    DocumentSource(
        Page,
        ("pages",),
        lambda: lasting_pages().filter(depth__gte=HOME_DEPTH),
        _specific,
        _page,
    ),
)
