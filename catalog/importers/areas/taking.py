"""Places of a list are written: new ones in bulk, known ones get their code of the year, edits made here stay."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.importers import sources
from catalog.importers.areas.listed import Listed
from catalog.importers.areas.mapping import AreaMapping
from catalog.importers.areas.reading import ListedArea, read, year_of
from catalog.importers.areas.tree import OrganisationTree
from catalog.importers.journal import Journal, plain
from catalog.importers.outcome import ImportRemark, Outcome, differing, shown
from catalog.importers.sources import SourceError
from catalog.importers.tables import RefusedRowError
from catalog.models import Organisation
from catalog.models.organisation import DEEPEST
from catalog.territory import reach
from portal.kit import indexing, published
from portal.kit.batches import in_batches
from portal.kit.turns import in_turns
from portal.kit.words import Words

AT_ONCE = 200  # rows written between two looks at the clock
NAMED = 5  # of the places that left the list, as many are named


def import_areas(
    *, path: Path, name: str, mapping: AreaMapping, journal: Journal, dry_run: bool = False, quiet: bool = True
) -> Outcome:
    """Take the list at PATH, which people call NAME; return counts and remarks.

    The list is read and compared first, then written in short transactions. A dry run writes nothing. Raises
    SourceError for a file that cannot be read or that tells no year, Organisation.DoesNotExist for an unknown `below`.
    """
    taker = _Taker(mapping, year_of(name, mapping), journal)
    outcome = taker.outcome
    rows = tqdm(sources.rows(path, mapping.layout, outcome.learn), unit=" rows", disable=True if quiet else None)
    for row in rows:
        outcome.rows += 1
        try:
            taker.take(read(row, mapping))
        except RefusedRowError as refusal:
            outcome.remark([ImportRemark(row.number, "refused", str(refusal), _("left out"))])
    taker.write(dry_run=dry_run)
    if not dry_run and (outcome.created or outcome.changed):
        published.bump()
    return outcome


class _Taker:
    """One import: what the list had so far, and what comes of it."""

    def __init__(self, mapping: AreaMapping, year: str, journal: Journal) -> None:
        _refuse_unknown_levels(mapping)
        self.mapping = mapping
        self.year = year
        self.journal = journal
        self.outcome = Outcome()
        self.listed = Listed(mapping.mapping)
        self.tree = OrganisationTree(mapping, self.listed)
        self.codes: dict[str, int] = {}
        self.spots: set[tuple[int, str]] = set()
        self.new: list[tuple[Organisation, ListedArea]] = []
        self.changed: list[tuple[Organisation, dict[str, Any]]] = []
        self.left = 0

    def take(self, place: ListedArea) -> None:
        """Note what comes of PLACE; raises RefusedError."""
        if self._skips(place, has_parent=True):
            return
        try:
            parent = self.tree.above(place)
        except RefusedRowError:
            if self._skips(place, has_parent=False):
                return
            raise
        self._once(place, parent)
        self.outcome.by_class[self.mapping.level] += 1
        same = self.tree.same(parent, place)
        if same:
            self._note(same, parent, place)
        else:
            self.new.append((self._organisation(parent, place), place))

    def write(self, *, dry_run: bool) -> None:
        """Write what was noted; report the rows of earlier lists that this one has not."""
        self.left = len(self.new) + len(self.changed)
        self.outcome.created += len(self.new)
        self.outcome.changed += len(self.changed)
        parts: list[Callable[[], None]] = []
        if not dry_run:
            parts += [partial(self._create, batch) for batch in in_batches(self.new, AT_ONCE)]
            parts += [partial(self._update, batch) for batch in in_batches(self.changed, AT_ONCE)]
            parts += [self.listed.save]
        in_turns(parts, lambda part: part(), end=self._keep, dry_run=dry_run)
        self._tell_gone()

    def _create(self, pairs: list[tuple[Organisation, ListedArea]]) -> None:
        rows = Organisation.objects.bulk_create([row for row, _place in pairs])
        self.journal.created(rows)
        for row, place in pairs:
            self.listed.remember(row, self.tree.rows[row.parent_id or 0], place)
        self.listed.save()
        indexing.add(Organisation, [row.pk for row in rows])
        self.left -= len(pairs)

    def _update(self, pairs: list[tuple[Organisation, dict[str, Any]]]) -> None:
        """Write rows that still are what they were when the list was read."""
        now = Organisation.objects.in_bulk([row.pk for row, _before in pairs])
        same = [(row, old) for row, old in pairs if row.pk in now and plain(now[row.pk]) == old]
        Organisation.objects.bulk_update([row for row, _before in same], ["area_code", "extra"])
        for row, before in same:
            self.journal.changed(row, before)
        for row in {row for row, _before in pairs} - {row for row, _before in same}:
            self.outcome.changed -= 1
            what = _("%(row)s: edited while the list was read") % {"row": row}
            self.outcome.remark([ImportRemark(0, "kept", what, _("the edit stays; import the list again"))])
        self.left -= len(pairs)

    def _keep(self) -> None:
        self.journal.keep(self.outcome.rows - self.left)

    def _skips(self, place: ListedArea, *, has_parent: bool) -> bool:
        because = self.mapping.skipped(code=place.code, name=place.name, has_parent=has_parent)
        if because:
            self._remark(place, "skipped", because, _("left out by the mapping"))
        return bool(because)

    def _once(self, place: ListedArea, parent: Organisation) -> None:
        """Refuse a code that came before; a name that came before is another place."""
        if place.code in self.codes:
            what = _("%(place)s: the code of row %(row)s again")
            raise RefusedRowError(what % {"place": place, "row": self.codes[place.code]})
        self.codes[place.code] = place.number
        if (parent.pk, place.name) in self.spots:
            what = _("the name again below %(parent)s") % {"parent": parent}
            self._remark(place, "warned", what, _("taken as another place"))
        self.spots.add((parent.pk, place.name))

    def _note(self, row: Organisation, parent: Organisation, place: ListedArea) -> None:
        """Keep the code that ROW has in this list; the newest year's is shown unless an editor wrote another."""
        self.listed.remember(row, parent, place)
        if row.retired_at:
            self._remark(place, "kept", _("out of use here"), _("it stays so"))
            self.outcome.unchanged += 1
            return
        before, known = plain(row), row.extra.get("area_codes", {})
        codes = known | {self.year: place.code}
        newest = codes[max(codes)]
        edits = list(self._edits(row, parent, place))
        if row.area_code in {"", newest, *known.values()} or not known:
            row.area_code = newest
        else:
            edits.append(differing(row, "area_code", row.area_code, newest))
        row.extra = row.extra | {"area_codes": codes}
        if edits:
            self._remark(place, "kept", "; ".join(edits), _("the edit stays"))
        if plain(row) == before:
            self.outcome.unchanged += 1
        else:
            self.changed.append((row, before))

    def _edits(self, row: Organisation, parent: Organisation, place: ListedArea) -> Iterator[str]:
        """Yield what an editor made of ROW that the list has otherwise."""
        if place.name not in self.tree.names(row):
            yield _("called %(name)s here") % {"name": shown(row.name.in_language(""))}
        if row.parent_id != parent.pk:
            above = self.tree.rows.get(row.parent_id or 0, "–")
            yield _("below %(here)s here, below %(listed)s in the list") % {"here": above, "listed": parent}

    def _organisation(self, parent: Organisation, place: ListedArea) -> Organisation:
        if parent.path.depth == DEEPEST:
            what = _("%(place)s: %(parent)s stands %(depth)s deep already, nothing can stand below it")
            raise RefusedRowError(what % {"place": place, "parent": parent, "depth": DEEPEST})
        row = Organisation(
            code=self.tree.own_code(parent, place),
            name=Words.of(place.name),
            level=self.mapping.level,
            parent=parent,
            area_code=place.code,
            order=int(place.code[-6:]),
            extra={"area_codes": {self.year: place.code}},
        )
        row.path = row.own_path
        return row

    def _tell_gone(self) -> None:
        rows = [row for row in map(self.tree.rows.get, self.listed.gone()) if row and not row.retired_at]
        if rows:
            some = ", ".join(str(row.name) for row in rows[:NAMED]) + (", …" if len(rows) > NAMED else "")
            what = _("%(number)s places of earlier lists are not in this one any more: %(some)s")
            what %= {"number": len(rows), "some": some}
            self.outcome.remark([ImportRemark(0, "warned", what, _("left as they are"))])

    def _remark(self, place: ListedArea, verb: str, what: str, done: str) -> None:
        self.outcome.remark([ImportRemark(place.number, verb, f"{place}: {what}", done)])


def _refuse_unknown_levels(mapping: AreaMapping) -> None:
    """An organisation of a level that the site has not would be found nowhere."""
    known = {*reach.levels(), *reach.departments()}
    unknown = {mapping.level, mapping.parent.level if mapping.parent else mapping.level} - known
    if known and unknown:
        one_of = ", ".join(sorted(known))
        what = _("unknown level %(levels)s in the mapping: one of %(known)s")
        raise SourceError(what % {"levels": ", ".join(sorted(unknown)), "known": one_of})
