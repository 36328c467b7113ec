"""The service points under one choice: district, town, level, open now; with how many each choice would leave.

All public points are read once in three columns; what remains is counted here, so that the number of queries is fixed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog import reach
from catalog.facets import Facet, Label, Option
from catalog.models import Organisation, ServicePoint
from catalog.open_now import open_at
from portal.kit import site

KEYS = ("open", "district", "town", "level")
SEARCHED = ("name", "address", "window", "directions", "organisation__name", "organisation__parent__name")
LONGEST_QUERY = 40  # characters


@dataclass(frozen=True)
class Spot:
    """What choosing asks of one point; ``town`` is the code below its district, or empty."""

    key: int
    district: str
    town: str
    level: str
    open: str


class Network:
    """POINTS as WANTED narrows them; unknown codes count for nothing, MOMENT decides what is open."""

    def __init__(self, points: QuerySet[ServicePoint], wanted: Mapping[str, str], moment: dt.datetime) -> None:
        self.words = wanted.get("q", "").strip()[:LONGEST_QUERY]
        self.points = _holding(points, self.words) if self.words else points
        self.moment = moment
        self.districts = {row.code: row for row in reach.districts()}
        self.levels = {entry.level: entry.name for entry in site.current().levels if not entry.department}
        self.chosen = {key: wanted[key] for key in KEYS if wanted.get(key, "") in self._known(key, wanted)}

    def found(self) -> QuerySet[ServicePoint]:
        """Return the points that remain, in the order of the network."""
        if not self.chosen:
            return self.points
        return self.points.filter(pk__in=[spot.key for spot in self._spots if self._fits(spot)])

    def facets(self) -> list[Facet]:
        """Return every facet that offers a choice."""
        made = [
            self._facet("open", _("When"), [("now", _("Open now"))]),
            self._facet("district", _("Where"), _named(self.districts.values())),
            self._facet("town", _("Town or street"), _named(self._towns.values())),
            self._facet("level", _("Level"), self.levels.items()),
        ]
        return [facet for facet in made if len(facet.options) > 1 or facet.key == "open"]

    def searched(self) -> list[Facet]:
        """Return the words that were searched as a choice that can be taken away, or nothing."""
        return [Facet("q", _("Words"), [Option(self.words, self.words, 0, selected=True)])] if self.words else []

    def _known(self, key: str, wanted: Mapping[str, str]) -> Iterable[str]:
        if key == "town":
            # A town without its district is no choice: its box would not be on the page.
            return self._towns_of(wanted.get("district", ""))
        return {"open": ["now"], "district": self.districts, "level": self.levels}[key]

    @cached_property
    def _spots(self) -> list[Spot]:
        """All points before any choice."""
        open_now = open_at(self.points, self.moment)
        rows = self.points.order_by().values_list("pk", "organisation__path", "level")
        return [_spot(key, path, level, "now" if key in open_now else "") for key, path, level in rows]

    @cached_property
    def _towns(self) -> dict[str, Organisation]:
        return self._towns_of(self.chosen.get("district", ""))

    def _towns_of(self, district: str) -> dict[str, Organisation]:
        if district not in self.districts:
            return {}
        rows = Organisation.objects.current().filter(parent__code=district).exclude(level__in=reach.departments())
        return {row.code: row for row in rows}

    def _fits(self, spot: Spot, without: str = "") -> bool:
        return all(getattr(spot, key) == value for key, value in self.chosen.items() if key != without)

    def _facet(self, key: str, label: Label, choices: Iterable[tuple[str, Label]]) -> Facet:
        counts = Counter(getattr(spot, key) for spot in self._spots if self._fits(spot, without=key))
        chosen = self.chosen.get(key)
        return Facet(key, label, [Option(code, name, counts[code], code == chosen) for code, name in choices])


def _spot(key: int, path: str, level: str, open_: str) -> Spot:
    _city, district, town, *_rest = (*path.strip("/").split("/"), "", "")
    return Spot(key, district, town, level, open_)


def _holding(points: QuerySet[ServicePoint], words: str) -> QuerySet[ServicePoint]:
    """Keep POINTS whose name, address or organisation holds all of WORDS, in any language."""
    columns = {f"text_{n}": reach.lists(column) for n, column in enumerate(SEARCHED)}
    found = points.alias(**columns)
    for word in words.split():
        either = Q()
        for column in columns:
            either |= Q(**{f"{column}__icontains": word})
        found = found.filter(either)
    return found


def _named(rows: Iterable[Organisation]) -> list[tuple[str, Label]]:
    return [(row.code, row.short_name or row.name) for row in rows]
