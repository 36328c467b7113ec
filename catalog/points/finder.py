"""The service points under one choice: district, town, level, open now; with how many each choice would leave.

Where the points are and when they are open is kept until the next publication; what a choice leaves is counted in
groups of points that are alike, so that a page costs the same in a small and in a large city.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.facets import Facet, Label, Option, facet, named
from catalog.models import Organisation, ServicePoint
from catalog.models.tree_path import TreePath
from catalog.points.open_now import hours_of, open_hours
from catalog.territory import addresses, reach
from catalog.territory.addresses import AddressMatch
from configuration import site
from portal.kit import published

KEYS = ("open", "district", "town", "level")
SEARCHED = ("name", "address", "window", "directions", "organisation__name", "organisation__parent__name")
LONGEST_QUERY = 100  # characters: people write whole addresses
MOST_WORDS = 8


@dataclass(frozen=True)
class PointValues:
    """Values of a point that a choice is compared with; ``town`` is below its district or empty, ``hours`` a number."""

    district: str
    town: str
    level: str
    hours: int


@published.cached
def _values_of_points() -> dict[int, PointValues]:
    """Return the values of each public point by its key."""
    hours = hours_of()
    rows = ServicePoint.objects.public().order_by().values_list("pk", "organisation__path", "level")
    return {key: _values_of(path, level, hours[key]) for key, path, level in rows if key in hours}


@published.cached
def _everywhere() -> Counter[PointValues]:
    return Counter(_values_of_points().values())


class PointFinder:
    """The public points, or those AMONG them, as WANTED narrows them; unknown codes count for nothing.

    MOMENT decides what is open.
    """

    def __init__(
        self, wanted: Mapping[str, str], moment: dt.datetime, *, among: QuerySet[ServicePoint] | None = None
    ) -> None:
        self.words = wanted.get("q", "").strip()[:LONGEST_QUERY]
        self.whole = among is None and not self.words
        self.moment = moment
        self.districts = {row.code: row for row in reach.districts()}
        self.matches: list[AddressMatch] = []
        self.points = reach.by_level(ServicePoint.objects.public().for_list()) if among is None else among
        if self.words:
            self.points = self._searched(self.points, self.districts.get(wanted.get("district", "")))
        self.levels = {entry.level: entry.name for entry in site.current().levels if not entry.department}
        self.chosen = {key: wanted[key] for key in KEYS if wanted.get(key, "") in self._known(key, wanted)}

    def found(self) -> QuerySet[ServicePoint]:
        """Return the points that remain, in the order of the network."""
        points = self.points
        area = self._towns.get(self.chosen.get("town", "")) or self.districts.get(self.chosen.get("district", ""))
        if area:
            points = points.filter(organisation__in=Organisation.objects.within(area))
        if "level" in self.chosen:
            points = points.filter(level=self.chosen["level"])
        if "open" in self.chosen:
            points = points.filter(
                pk__in=[key for key, values in _values_of_points().items() if values.hours in self._open]
            )
        return points

    def facets(self) -> list[Facet]:
        """Return every facet that offers a choice."""
        made = [
            self._facet("open", _("When"), {"now": _("Open now")}),
            self._facet("district", _("Where"), named(self.districts.values())),
            self._facet("town", _("Town or street"), named(self._towns.values())),
            self._facet("level", _("Level"), self.levels),
        ]
        return [facet for facet in made if len(facet.options) > 1 or facet.key == "open"]

    @cached_property
    def has_own_point(self) -> bool:
        """Whether a territory that the words mean has a point of its own; else those above it serve it."""
        return (
            Organisation.objects.within(*(match.path for match in self.matches))
            .filter(service_points__in=ServicePoint.objects.public())
            .exists()
        )

    def _searched(self, points: QuerySet[ServicePoint], district: Organisation | None) -> QuerySet[ServicePoint]:
        """Return those of POINTS that hold the words, or the nearest to where somebody lives who wrote an address."""
        matches = addresses.matches(self.words, within=district.path if district else None)
        columns = {f"text_{n}": reach.lists(column) for n, column in enumerate(SEARCHED)}
        points, holding = points.alias(**columns), _holding(columns, self.words)
        found = points.filter(holding)
        if not matches or (not matches[0].is_whole and found.exists()):
            return found
        self.matches = matches
        return reach.nearest(points, [match.path for match in matches], besides=holding)

    def searched(self) -> list[Facet]:
        """Return the words that were searched as a choice that can be taken away, or nothing."""
        return [Facet("q", _("Words"), [Option(self.words, self.words, 0, selected=True)])] if self.words else []

    def _known(self, key: str, wanted: Mapping[str, str]) -> Iterable[str]:
        if key == "town":
            # A town without its district is no choice: its box would not be on the page.
            return self._towns_of(wanted.get("district", ""))
        return {"open": ["now"], "district": self.districts, "level": self.levels}[key]

    @cached_property
    def _counted(self) -> Counter[PointValues]:
        """The spots before any choice, each with the number of its points."""
        if self.whole:
            return _everywhere()
        known = _values_of_points()
        return Counter(known[key] for key in self.points.order_by().values_list("pk", flat=True) if key in known)

    @cached_property
    def _open(self) -> set[int]:
        return open_hours(self.moment)

    @cached_property
    def _towns(self) -> dict[str, Organisation]:
        return self._towns_of(self.chosen.get("district", ""))

    def _towns_of(self, district: str) -> dict[str, Organisation]:
        if district not in self.districts:
            return {}
        rows = Organisation.objects.current().filter(parent__code=district).exclude(level__in=reach.departments())
        return {row.code: row for row in rows}

    def _value(self, key: str, values: PointValues) -> str:
        if key == "open":
            return "now" if values.hours in self._open else ""
        return str(getattr(values, key))

    def _fits(self, values: PointValues, without: str) -> bool:
        return all(self._value(key, values) == value for key, value in self.chosen.items() if key != without)

    def _facet(self, key: str, label: Label, choices: Mapping[str, Label]) -> Facet:
        counts: Counter[str] = Counter()
        for values, number in self._counted.items():
            if self._fits(values, without=key):
                counts[self._value(key, values)] += number
        return facet(key, label, choices, counts, self.chosen.get(key))


def _values_of(path: TreePath, level: str, hours: int) -> PointValues:
    _city, district, town, *_rest = (*path.codes, "", "")
    return PointValues(district, town, level, hours)


def _holding(columns: Iterable[str], words: str) -> Q:
    """Return the condition that all of WORDS stand in COLUMNS: name, address and organisation, in any language."""
    condition = Q()
    for word in words.split()[:MOST_WORDS]:
        either = Q()
        for column in columns:
            either |= Q(**{f"{column}__icontains": word})
        condition &= either
    return condition
