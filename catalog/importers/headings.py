"""Matching the columns of a list with the headings of a mapping. Pure: the confined reader uses it, without Django."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

BLANKS = re.compile(r"\s+")
# What lists write behind the name of a column, e.g. 地址（街道门牌）.
NOTE = re.compile(r"[（(][^（）()]*[）)]$")
LOOKED_THROUGH = 10  # rows in which the headings may stand below a title


@dataclass(frozen=True)
class Headings:
    """``places`` of the wanted columns by heading; those ``missing`` or there ``twice``; all that were ``found``."""

    places: dict[str, int]
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    found: tuple[str, ...]

    @cached_property
    def by_place(self) -> dict[int, str]:
        """Wanted heading of each column that is read."""
        return {place: heading for heading, place in self.places.items()}


def flat(text: str) -> str:
    """Return TEXT without blanks and line breaks: so headings are compared."""
    return BLANKS.sub("", text).removeprefix("\ufeff")


def match(found: Sequence[str], wanted: Sequence[str]) -> Headings:
    """Return where the headings WANTED stand among those FOUND; without any wanted each one is taken as it stands."""
    if not wanted:
        return Headings({name: place for place, name in enumerate(found)}, (), (), tuple(found))
    whole = [flat(name) for name in found]
    without_note = [NOTE.sub("", name) for name in whole]
    places: dict[str, int] = {}
    twice: list[str] = []
    for heading in wanted:
        spots = _spots(flat(heading), whole) or _spots(flat(heading), without_note)
        if len(spots) > 1:
            twice.append(heading)
        if spots:
            places[heading] = spots[0]
    missing = tuple(heading for heading in wanted if heading not in places)
    return Headings(places, missing, tuple(twice), tuple(name for name in found if name.strip()))


def row_of(rows: Sequence[Sequence[str]], wanted: Sequence[str]) -> int:
    """Return which of the first ROWS holds most of the headings WANTED, the first of several; from 0."""
    if not wanted:
        return 0
    counts = [len(match(row, wanted).places) for row in rows[:LOOKED_THROUGH]]
    return counts.index(max(counts)) if counts else 0


def _spots(heading: str, names: Sequence[str]) -> list[int]:
    return [place for place, name in enumerate(names) if name == heading]
