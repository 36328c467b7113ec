"""Statistical lists of districts, streets and villages become organisations below a root.

A statistical code is no key: it changes between years. A place is known by its parent and its name; the code it has in
the list of a year is kept in ``extra["area_codes"]``. Our own code is made once from the parent's and never changes.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from tqdm import tqdm

from catalog.importers import sources
from catalog.importers.journal import Journal, plain
from catalog.importers.outcome import Outcome, Remark
from catalog.models import Organisation
from portal.kit import clock, published
from portal.kit.words import Words

PSEUDO_STREET = re.compile(r"\d{6}4\d\d")  # zones and reserves that a list counts as streets: 400, 401, 402
NO_STATION = re.compile("虚拟社区|监狱|农场|校区")  # nobody goes there for a service
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
MAX_NAME = 100
BATCH = 500


@dataclass(frozen=True)
class Lists:
    """The files; levels are codes of the site's levels."""

    areas: Path | None = None
    streets: Path | None = None
    villages: Path | None = None
    district: str = "district"
    town: str = "town"
    village: str = "village"


@dataclass(frozen=True)
class Place:
    number: int
    code: str
    name: str
    above: str


def import_organisations(
    *, lists: Lists, root: str, dry_run: bool = False, quiet: bool = True, journal: Journal | None = None
) -> Outcome:
    """Take LISTS below the organisation ROOT (a code), in one transaction; return counts and remarks.

    Raises SourceError for a file that cannot be read, Organisation.DoesNotExist for an unknown ROOT.
    """
    with transaction.atomic():
        run = _Run(Organisation.objects.get(code=root), journal or Journal(), quiet=quiet)
        if lists.areas:
            run.areas(lists.areas, lists.district)
        if lists.streets:
            run.streets(lists.streets, lists.town)
        if lists.villages:
            run.villages(lists.villages, lists.village, lists.town)
        if dry_run:
            transaction.set_rollback(True)
        elif run.outcome.created or run.outcome.changed:
            published.bump()
    return run.outcome


class _Run:
    def __init__(self, root: Organisation, journal: Journal, *, quiet: bool) -> None:
        self.root = root
        self.journal = journal
        self.quiet = quiet
        self.outcome = Outcome()

    def areas(self, path: Path, level: str) -> None:
        """Take the districts; one that the site has already gets its code of this year."""
        by_area = {row.area_code: row for row in Organisation.objects.filter(level=level).within(self.root)}
        for place in self._read(path, "code6", "name", None):
            known = by_area.get(place.code)
            if known:
                self._note(known, place, path)
            else:
                self._take(path, level, {self.root: [place]}, serial=6)

    def streets(self, path: Path, level: str) -> None:
        """Take the streets and towns under their districts."""
        districts = self._by_area(6)
        below: dict[Organisation, list[Place]] = defaultdict(list)
        for place in self._read(path, "code9", "name", "area_code6"):
            if PSEUDO_STREET.fullmatch(place.code):
                self._remark(place, "skipped", "a zone or reserve that the list counts as a street", "no town is made")
            elif place.above not in districts:
                self._remark(place, "refused", f"no district {place.above} below {self.root.code}", "left out")
            else:
                below[districts[place.above]].append(place)
        self._take(path, level, below, serial=3)

    def villages(self, path: Path, level: str, above: str) -> None:
        """Take the villages and communities; a village finds its town by district and name."""
        towns = {
            (row.parent.area_code[:6], row.name.in_language("")): row
            for row in Organisation.objects.filter(level=above).within(self.root).select_related("parent")
            if row.parent
        }
        below: dict[Organisation, list[Place]] = defaultdict(list)
        for place in self._read(path, "code12", "name", "street_name"):
            town = towns.get((place.code[:6], place.above))
            if NO_STATION.search(place.name):
                self._remark(place, "skipped", "no place where people are served", "no station is made")
            elif PSEUDO_STREET.fullmatch(place.code[:9]) and town is None:
                self._remark(place, "skipped", f"lies in the zone {place.above}", "an editor decides who serves it")
            elif town is None:
                self._remark(place, "refused", f"no town {place.above} in district {place.code[:6]}", "left out")
            else:
                below[town].append(place)
        self._take(path, level, below, serial=3)

    def _read(self, path: Path, code: str, name: str, above: str | None) -> Iterator[Place]:
        for row in tqdm(sources.rows(path), unit=" rows", desc=path.name, disable=True if self.quiet else None):
            self.outcome.rows += 1
            missing = [column for column in (code, name, above) if column and not row.cells.get(column, "").strip()]
            if row.problem or missing:
                reason = row.problem or f"nothing in {', '.join(missing)}"
                self.outcome.remark([Remark(row.number, "refused", reason, "left out")])
                continue
            place = Place(row.number, row.cells[code].strip(), row.cells[name].strip(), row.cells.get(above or "", ""))
            if not re.fullmatch(r"\d{6,12}", place.code) or len(place.name) > MAX_NAME:
                self._remark(place, "refused", "no statistical code, or the name is too long", "left out")
            else:
                yield place

    def _by_area(self, digits: int) -> dict[str, Organisation]:
        rows = Organisation.objects.within(self.root).filter(parent=self.root).exclude(area_code="")
        return {row.area_code[:digits]: row for row in rows if len(row.area_code) == digits}

    def _take(self, path: Path, level: str, below: dict[Organisation, list[Place]], *, serial: int) -> None:
        """Make or update the places under their parents; the last SERIAL digits end a new code."""
        known: dict[tuple[int, str], list[Organisation]] = defaultdict(list)
        for row in Organisation.objects.filter(parent__in=below, level=level):
            known[row.parent_id or 0, row.name.in_language("")].append(row)
        used = set(Organisation.objects.values_list("code", flat=True))
        new: list[Organisation] = []
        for parent, places in below.items():
            for place in places:
                same = _same(known[parent.pk, place.name], place)
                if same:
                    known[parent.pk, place.name].remove(same)
                    self._note(same, place, path)
                else:
                    code = _own_code(parent, place, serial, used)
                    new.append(_organisation(code, parent, place, level, path))
                    used.add(code)
        Organisation.objects.bulk_create(new, batch_size=BATCH)
        self.journal.created(new)
        self.outcome.created += len(new)
        self.outcome.by_class[level] += sum(map(len, below.values()))

    def _note(self, row: Organisation, place: Place, path: Path) -> None:
        """Keep the code that the place has in this year's list; the newest year's is shown."""
        codes = dict(row.extra.get("area_codes", {})) | {year_of(path): place.code}
        newest = codes[max(codes)]
        if codes == row.extra.get("area_codes") and row.area_code == newest:
            self.outcome.unchanged += 1
            return
        before = plain(row)
        row.extra = row.extra | {"area_codes": codes}
        row.area_code = newest
        row.save(update_fields=["extra", "area_code"])
        self.journal.changed(row, before)
        self.outcome.changed += 1

    def _remark(self, place: Place, verb: str, what: str, done: str) -> None:
        self.outcome.remark([Remark(place.number, verb, f"{place.code} {place.name[:MAX_NAME]}: {what}", done)])


def year_of(path: Path) -> str:
    """Return the year of a list from its file name, else this year."""
    found = YEAR.findall(path.name)
    return found[-1] if found else str(clock.today().year)


def _same(rows: list[Organisation], place: Place) -> Organisation | None:
    """Return the row that PLACE is: of several with its name, the one that had its code."""
    coded = [row for row in rows if place.code in {row.area_code, *row.extra.get("area_codes", {}).values()}]
    return next(iter(coded or rows), None)


def _own_code(parent: Organisation, place: Place, serial: int, used: set[str]) -> str:
    code = f"{parent.code}-{place.code[-serial:]}"
    if code not in used:
        return code
    return f"{code}-{hashlib.sha256(place.name.encode()).hexdigest()[:8]}"


def _organisation(code: str, parent: Organisation, place: Place, level: str, path: Path) -> Organisation:
    return Organisation(
        code=code,
        name=Words.of(place.name),
        level=level,
        parent=parent,
        path=f"{parent.path}{code}/",
        area_code=place.code,
        order=int(place.code[-6:]),
        extra={"area_codes": {year_of(path): place.code}},
    )
