"""Generated definitions become rows in bulk, and entries of the search index with them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from modelsearch.backends import get_search_backends

from catalog.definitions import bulk
from catalog.definitions.contact import ContactKind
from catalog.definitions.item import ItemKind, ItemSpec
from catalog.definitions.organisation import OrganisationKind
from catalog.definitions.point import PointKind, places
from catalog.demo import generate
from catalog.demo.generate import City, Station
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint, Theme
from catalog.territory import reach
from portal.kit import clock, published
from portal.kit.batches import in_batches
from portal.kit.phones import Phone

BATCH = 500
T = TypeVar("T")
Track = Callable[[Iterable[T], int, str], Iterable[T]]


class NothingToVaryError(Exception):
    """The city has no items yet: there is nothing that generated ones could be like."""


@dataclass
class DemoCounts:
    """Numbers of rows made; rows of an earlier run are not counted."""

    items: int = 0
    stations: int = 0


def city() -> City:
    """Return what the database holds for the generator to vary; raises `NothingToVaryError` without items."""
    own = ServiceItem.objects.filter(retired_at=None).exclude(code__startswith=generate.CODE_PREFIX)
    patterns = [spec for spec in ItemKind().stored(own.values_list("code", flat=True)) if not spec.excluded]
    if not patterns:
        raise NothingToVaryError
    levels = reach.levels()
    above = Organisation.objects.current().filter(level=levels[-2]) if levels[1:] else Organisation.objects.none()
    return City(
        patterns=sorted(patterns, key=lambda spec: spec.item),
        shared=sorted(reach.districts().values_list("code", flat=True)),
        towns=sorted(above.values_list("code", flat=True)),
        station_level=levels[-1] if levels else "",
        area=_area(),
    )


def _area() -> str:
    """Return the area code of the city's own numbers, or an empty string."""
    numbers = ServicePoint.objects.exclude(service_phone="").order_by("code").values_list("service_phone", flat=True)
    return next((phone.area for phone in map(Phone.parse, numbers[:20]) if phone.area), "")


def write(*, seed: int, size: int, track: Track[Any] = lambda rows, _total, _what: rows) -> DemoCounts:
    """Make what a city of SIZE items lacks, batch by batch, each a transaction; return how many rows were made.

    ``track`` wraps what is iterated, e.g. in a progress bar; it gets the number and a noun.
    """
    like = city()
    run = _Run()
    stations = list(generate.stations(like, seed=seed, size=size))
    for few in in_batches(track(stations, len(stations), "stations"), BATCH):
        run.stations(few)
    for some in in_batches(track(generate.items(like, seed=seed, size=size), size, "items"), BATCH):
        run.items(some)
    with transaction.atomic():
        published.bump()
    return run.written


class _Run:
    def __init__(self) -> None:
        self.written = DemoCounts()
        self.now = clock.now()
        self.organisations = {row.code: row for row in Organisation.objects.all()}
        self.themes = dict(Theme.objects.values_list("code", "pk"))

    @transaction.atomic
    def items(self, batch: list[ItemSpec]) -> None:
        """Write the items of BATCH that are not there yet."""
        there = set(ServiceItem.objects.filter(code__in=[spec.item for spec in batch]).values_list("code", flat=True))
        new = [spec for spec in batch if spec.item not in there]
        kind = ItemKind()
        rows = [self._row(ServiceItem, spec.item, kind.columns(spec, self.organisations)) for spec in new]
        ServiceItem.objects.bulk_create(rows)
        link = ServiceItem.themes.through
        link.objects.bulk_create(
            link(serviceitem_id=row.pk, theme_id=self.themes[theme])
            for spec, row in zip(new, rows, strict=True)
            for theme in spec.themes
        )
        _index(ServiceItem, rows)
        self.written.items += len(rows)

    @transaction.atomic
    def stations(self, batch: list[Station]) -> None:
        """Write the stations of BATCH that are not there yet, with their organisations and numbers."""
        new = [one for one in batch if one.organisation.organisation not in self.organisations]
        stations = [self._organisation(one) for one in new]
        Organisation.objects.bulk_create(stations)
        self.organisations |= {row.code: row for row in stations}
        kind, numbers = PointKind(), ContactKind()
        points = [self._point(one, kind.columns(one.point, self.organisations)) for one in new]
        ServicePoint.objects.bulk_create(points)
        bulk.children(ServicePoint, points)
        ContactNumber.objects.bulk_create(
            ContactNumber(code=spec.contact, order=spec.order, **numbers.columns(spec, self.organisations))
            for one in new
            for spec in one.contacts
        )
        _index(Organisation, stations)
        _index(ServicePoint, points)
        self.written.stations += len(new)

    def _organisation(self, one: Station) -> Organisation:
        spec = one.organisation
        row = Organisation(
            code=spec.organisation, order=spec.order, **OrganisationKind().columns(spec, self.organisations)
        )
        row.path = row.own_path
        return row

    def _point(self, one: Station, columns: dict[str, Any]) -> Any:
        return self._row(ServicePoint, one.point.point, columns | {"places": places(one.point)})

    def _row(self, model: Any, code: str, columns: dict[str, Any]) -> Any:
        dates = {"first_published_at": self.now, "last_published_at": self.now}
        return model(code=code, live=True, **dates, **columns)


def _index(model: Any, rows: list[Any]) -> None:
    for backend in get_search_backends(with_auto_update=True):
        if rows:
            backend.add_bulk(model, rows)
