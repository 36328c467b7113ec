"""Bitmap index of public items by facet value, rebuilt on publication.

Counting and narrowing a hundred thousand items takes microseconds this way, and an address with any choice of facets
costs the same as one without (docs/decisions/0008).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import overload

from catalog.models import ServiceItem, ServicePoint, Theme
from catalog.models.organisation import territory
from catalog.models.tree_path import TreePath
from catalog.territory import reach
from portal.kit import published

FacetValue = tuple[str, str]
EVERY_LEVEL = "*"  # the value of an item that names no level at which it is decided
CHUNK = 2000  # rows that are read at a time


@dataclass(frozen=True)
class FacetIndex:
    """``keys`` are the primary keys of the public items in the order of lists; bit N of a facet value is item N."""

    keys: Sequence[int]
    values: dict[FacetValue, int]

    def everybody(self) -> int:
        """Return the bits of all items."""
        return (1 << len(self.keys)) - 1

    def items_with(self, facet: str, code: str) -> int:
        """Return the bits of the items that have the value CODE of FACET."""
        return self.values.get((facet, code), 0)

    def codes(self, facet: str) -> list[str]:
        """Return the codes of FACET that any item has."""
        return [code for name, code in self.values if name == facet]

    def at(self, point: ServicePoint) -> int:
        """Return the bits of the items that POINT handles: of its territory or the whole city, decided at its level."""
        _city, *district = point.organisation.territory.codes
        served = self.items_with("territory", district[0]) if district else self.everybody()
        return served & (self.items_with("level", point.level) | self.items_with("level", EVERY_LEVEL))

    def slice(self, bits: int, start: int, stop: int) -> list[int]:
        """Return the keys of the items of BITS from the START-th up to, not including, the STOP-th."""
        text = bin(bits)[:1:-1]
        return [self.keys[place] for place in islice(_ones(text), start, stop)]


class Rows(Sequence[ServiceItem]):
    """The items of BITS in the order of lists, read from the database a slice at a time."""

    def __init__(self, taken: FacetIndex, bits: int) -> None:
        self.taken, self.bits = taken, bits

    def __len__(self) -> int:
        return self.bits.bit_count()

    @overload
    def __getitem__(self, place: int) -> ServiceItem: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ServiceItem]: ...
    def __getitem__(self, place: int | slice) -> ServiceItem | Sequence[ServiceItem]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _step = place.indices(len(self))
        keys = self.taken.slice(self.bits, start, stop)
        found = ServiceItem.objects.public().for_list().in_bulk(keys)
        return [found[key] for key in keys if key in found]


@published.cached
def current() -> FacetIndex:
    """Return the index of what is public now: two queries."""
    keys = array("q")
    places: dict[FacetValue, array[int]] = defaultdict(lambda: array("L"))
    where = _Districts()
    rows = ServiceItem.objects.public().in_order_of_lists()
    columns = rows.values_list(
        "pk", "item_class", "topic", "department__code", "audience", "offered_as",
        "department__path", "department__level", "decided_at",
    )  # fmt: skip
    for place, row in enumerate(columns.iterator(CHUNK)):
        key, item_class, topic, department, audience, modes, path, level, decided = row
        keys.append(key)
        values = [("class", item_class), ("topic", topic), ("department", department)]
        values += [("audience", code) for code in audience] + [("mode", code) for code in modes]
        for value in chain(values, where.values(path, level, tuple(decided))):
            places[value].append(place)
    for place, theme in _themes(keys):
        places["theme", theme].append(place)
    return FacetIndex(keys, {value: _bits(found, len(keys)) for value, found in places.items()})


def themes() -> list[Theme]:
    """Return the themes in use, each with ``count``, the number of its public items."""
    taken, found = current(), list(Theme.objects.current())
    for theme in found:
        theme.count = taken.items_with("theme", theme.code).bit_count()  # type: ignore[attr-defined]
    return found


def _themes(keys: Sequence[int]) -> Iterator[tuple[int, str]]:
    place_of = {key: place for place, key in enumerate(keys)}
    links = ServiceItem.themes.through.objects.values_list("serviceitem_id", "theme__code")
    return ((place_of[key], theme) for key, theme in links.iterator(CHUNK) if key in place_of)


class _Districts:
    """District values of an item, by its department and the levels that decide it; few answers, kept."""

    def __init__(self) -> None:
        self.districts = {row.code: row.path for row in reach.districts()}
        self.below = set(reach.levels()[1:])
        self.kept: dict[tuple[TreePath, str, tuple[str, ...]], list[FacetValue]] = {}

    def values(self, path: TreePath, level: str, decided: tuple[str, ...]) -> list[FacetValue]:
        """Return the values of place; an item decided at the top alone has no district."""
        asked = path, level, decided
        if asked not in self.kept:
            home = territory(path, level)
            served = [code for code, own in self.districts.items() if home.depth == 1 or own.contains(home)]
            values = [("territory", code) for code in served] + [("level", code) for code in decided or (EVERY_LEVEL,)]
            if not decided or self.below & set(decided):
                values += [("district", code) for code in served]
            self.kept[asked] = values
        return self.kept[asked]


def _bits(places: Iterable[int], size: int) -> int:
    buffer = bytearray(size // 8 + 1)
    for place in places:
        buffer[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(buffer, "little")


def _ones(text: str) -> Iterator[int]:
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)
