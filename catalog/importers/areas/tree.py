"""The organisations that are there already, found by what a list calls them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from catalog.importers.areas.listed import Listed
from catalog.importers.areas.mapping import AreaMapping
from catalog.importers.areas.reading import ListedArea, area
from catalog.importers.outcome import shown
from catalog.importers.tables import RefusedRowError
from catalog.models import Organisation

MAX_BASE = 70  # characters of a code of ours before its digest


class OrganisationTree:
    """All organisations, read once: a city has some thousands."""

    def __init__(self, mapping: AreaMapping, listed: Listed) -> None:
        self.mapping = mapping
        self.listed = listed
        self.top = Organisation.objects.get(code=mapping.below)
        self.rows = {row.pk: row for row in Organisation.objects.all()}
        self.codes = {row.code for row in self.rows.values()}
        self.aliases: dict[str, set[str]] = defaultdict(set)
        for name, code in mapping.organisations.items():
            self.aliases[code].add(name)
        self.used: set[int] = set()
        self.children: dict[tuple[int | None, str], list[Organisation]] = defaultdict(list)
        self.named: dict[str, list[Organisation]] = defaultdict(list)
        self.coded: dict[str, list[Organisation]] = defaultdict(list)
        self._sort()

    def above(self, place: ListedArea) -> Organisation:
        """Return the organisation below which PLACE lies; raises RefusedError."""
        if self.mapping.parent is None:
            return self.top
        by_name = self.mapping.parent.by == "name"
        found = self._by_name(place) if by_name else self._by_code(place.above or place.code)
        if len(found) == 1:
            return found[0]
        what = {
            (True, True): _("%(number)s organisations of the level %(level)s are called %(sought)s in this area"),
            (True, False): _("no organisation of the level %(level)s is called %(sought)s in this area"),
            (False, True): _("%(number)s organisations of the level %(level)s have the code %(sought)s"),
            (False, False): _("no organisation of the level %(level)s has the code %(sought)s"),
        }[by_name, bool(found)]
        sought = shown(place.above) if by_name else place.above or place.code
        said = what % {"number": len(found), "level": f"'{self.mapping.parent.level}'", "sought": sought}
        raise RefusedRowError(f"{place}: {said}")

    def same(self, parent: Organisation, place: ListedArea) -> Organisation | None:
        """Return the organisation that PLACE below PARENT is, each once: of several, one in use that had its code."""
        listed = [self.rows[key] for key in self.listed.at(parent, place.name) if key in self.rows]
        free = [row for row in [*listed, *self.children[parent.pk, place.name]] if row.pk not in self.used]
        in_use = [row for row in free if row.retired_at is None] or free
        coded = [row for row in in_use if place.code in codes_of(row)]
        found = next(iter(coded or in_use), None)
        if found:
            self.used.add(found.pk)
        return found

    def names(self, row: Organisation) -> set[str]:
        """Return how lists may call ROW: by a name that it has here, or by one that the mapping gives it."""
        return {row.name.in_language(""), row.short_name.in_language(""), *self.aliases[row.code]} - {""}

    def own_code(self, parent: Organisation, place: ListedArea) -> str:
        """Return a code of ours for PLACE, a new organisation below PARENT."""
        base = f"{parent.code}-{area(place.code)[-self.mapping.serial :]}"[:MAX_BASE]
        code, seed = base, place.name
        while code in self.codes:
            seed = hashlib.sha256(seed.encode()).hexdigest()[:8]
            code = f"{base}-{seed}"
        self.codes.add(code)
        return code

    def _sort(self) -> None:
        above = self.mapping.parent.level if self.mapping.parent else ""
        for row in self.rows.values():
            names = self.names(row) | self.listed.names[row.pk]
            if row.level == self.mapping.level:
                for name in names:
                    self.children[row.parent_id, name].append(row)
            elif row.level == above and row.retired_at is None and self.top.contains(row):
                for name in names:
                    self.named[name].append(row)
                for code in {area(code) for code in codes_of(row)}:
                    self.coded[code].append(row)

    def _by_code(self, code: str) -> list[Organisation]:
        """Return the organisations whose code CODE begins with, by the longest; who has it now before who had it."""
        own = next((code[:digits] for digits in range(len(code), 1, -1) if code[:digits] in self.coded), "")
        rows = self.coded.get(own, [])
        return [row for row in rows if area(row.area_code) == own] or rows

    def _by_name(self, place: ListedArea) -> list[Organisation]:
        """Return the organisations that PLACE may mean: in its area, of several those that share its code."""
        rows = [row for row in self.named.get(place.above, []) if self._in_area(place, row)]
        return [row for row in rows if _begins(codes_of(row), place.code)] or rows

    def _in_area(self, place: ListedArea, row: Organisation) -> bool:
        """Return whether PLACE lies in the district of ROW; a zone without a code of its own may have any place."""
        district = self.rows.get(row.parent_id or 0)
        codes = set(codes_of(district)) if district else set()
        return not codes or _begins(codes, place.code)


def codes_of(row: Organisation) -> Iterator[str]:
    """Yield the statistical codes of ROW, of any year."""
    yield from filter(None, {row.area_code, *row.extra.get("area_codes", {}).values()})


def _begins(codes: Iterable[str], code: str) -> bool:
    """Return whether CODE lies in the area of one of CODES."""
    return any(code.startswith(area(other)) for other in codes)
