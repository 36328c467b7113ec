"""Which public items bear which mark, as bits of whole numbers, made once a publication.

Counting and narrowing a hundred thousand items takes microseconds this way, and an address with any choice of facets
costs the same as one without (docs/decisions/0009).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from catalog import reach
from catalog.models import ServiceItem
from portal.kit import published

Mark = tuple[str, str]
CHUNK = 2000  # rows that are read at a time


@dataclass(frozen=True)
class Census:
    """``keys`` are the primary keys of the public items in the order of lists; bit N of a mark is item N."""

    keys: Sequence[int]
    marks: dict[Mark, int]

    def everybody(self) -> int:
        """Return the bits of all items."""
        return (1 << len(self.keys)) - 1

    def bearing(self, facet: str, code: str) -> int:
        """Return the bits of the items that bear the mark CODE of FACET."""
        return self.marks.get((facet, code), 0)

    def codes(self, facet: str) -> list[str]:
        """Return the codes of FACET that any item bears."""
        return [code for name, code in self.marks if name == facet]

    def slice(self, bits: int, start: int, stop: int) -> list[int]:
        """Return the keys of the items of BITS from the START-th up to, not including, the STOP-th."""
        text = bin(bits)[:1:-1]
        return [self.keys[place] for place in islice(_ones(text), start, stop)]


@published.cached
def current() -> Census:
    """Return the census of what is public now: two queries."""
    keys = array("q")
    places: dict[Mark, array[int]] = defaultdict(lambda: array("L"))
    where = _Districts()
    rows = ServiceItem.objects.public().order_by("order", "code")
    columns = rows.values_list(
        "pk", "item_class", "topic", "department__code", "audience", "offered_as",
        "department__path", "department__level", "decided_at",
    )  # fmt: skip
    for place, row in enumerate(columns.iterator(CHUNK)):
        key, item_class, topic, department, audience, modes, path, level, decided = row
        keys.append(key)
        marks = [("class", item_class), ("topic", topic), ("department", department)]
        marks += [("audience", code) for code in audience] + [("mode", code) for code in modes]
        marks += [("district", code) for code in where.of(path, level, tuple(decided))]
        for mark in marks:
            places[mark].append(place)
    for place, theme in _themes(keys):
        places["theme", theme].append(place)
    return Census(keys, {mark: _bits(found, len(keys)) for mark, found in places.items()})


def _themes(keys: Sequence[int]) -> Iterator[tuple[int, str]]:
    place_of = {key: place for place, key in enumerate(keys)}
    links = ServiceItem.themes.through.objects.values_list("serviceitem_id", "theme__code")
    return ((place_of[key], theme) for key, theme in links.iterator(CHUNK) if key in place_of)


class _Districts:
    """Which districts an item serves, by its department and the levels that decide it; few answers, kept."""

    def __init__(self) -> None:
        self.districts = {row.code: row.path for row in reach.districts()}
        self.below = set(reach.levels()[1:])
        self.kept: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}

    def of(self, path: str, level: str, decided: tuple[str, ...]) -> list[str]:
        asked = path, level, decided
        if asked not in self.kept:
            self.kept[asked] = list(self._of(path, level, decided))
        return self.kept[asked]

    def _of(self, path: str, level: str, decided: tuple[str, ...]) -> Iterable[str]:
        if decided and not self.below & set(decided):
            return []
        home = reach.territory(path, level)
        whole_city = home.count("/") == 2  # noqa: PLR2004  "/city/"
        return [code for code, own in self.districts.items() if whole_city or home.startswith(own)]


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
