"""Long lists read by index: some rows after a position, counts up to a cap. Nothing grows with rows not shown."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cases.models import Case
from cases.models.case import CaseQuerySet

CAP = 1000
LATEST = 9000  # years beyond it overflow in other time zones
DIGITS = 18  # of a key that every database can hold


class Count(int):
    """A number of cases that is counted up to `CAP` and written ``999+`` from there on."""

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "Count":
        """Return the sum of NUMBERS, none of them counted further than CAP."""
        return cls(min(sum(numbers), CAP))

    def __str__(self) -> str:
        return f"{CAP - 1}+" if self >= CAP else str(int(self))


@dataclass(frozen=True)
class Position:
    """The end of a page: the value by which its last row is sorted, and its key."""

    value: dt.date
    pk: int

    @property
    def closed(self) -> bool:
        """Whether it lies among closed cases, which are sorted by a moment instead of a day."""
        return isinstance(self.value, dt.datetime)

    def __str__(self) -> str:
        return f"{self.value.isoformat()}~{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Position | None":
        """Return the position that TEXT from an address means; None for anything else."""
        value, _separator, key = text.partition("~")
        if not (key.isascii() and key.isdigit() and len(key) <= DIGITS):
            return None
        try:
            found = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
        except ValueError:
            return None
        if isinstance(found, dt.datetime) and (found.tzinfo is None or not dt.MINYEAR < found.year < LATEST):
            return None
        return cls(found, int(key))


@dataclass(frozen=True)
class CaseList:
    """Open cases, what must be done first on top, or closed ones, newest first.

    ``parts`` have no case in common, and an index gives each of them in this order: one for each organisation where
    somebody works, for example. A condition with OR over all of them would be sorted as a whole.
    """

    parts: Sequence[CaseQuerySet]
    closed: bool = False

    def filter(self, *conditions: Q, **values: Any) -> "CaseList":
        """Return the cases among these for which the conditions hold."""
        return CaseList([part.filter(*conditions, **values) for part in self.parts], self.closed)

    def count(self) -> Count:
        """Return how many cases these are, counted up to the cap."""
        return Count.of(part.order_by()[:CAP].count() for part in self.parts)

    def rows(self, number: int, after: Position | None = None) -> list[Case]:
        """Return the first NUMBER of these cases, or the first after a position."""
        found = [case for part in self.parts for case in self._rows(part, number, after)]
        return sorted(found, key=self._place, reverse=self.closed)[:number]

    @property
    def _column(self) -> str:
        return "closed_at" if self.closed else "next_event_on"

    def _place(self, case: Case) -> tuple[Any, int]:
        return getattr(case, self._column), case.pk

    def _rows(self, part: CaseQuerySet, number: int, after: Position | None) -> list[Case]:
        order = ("-closed_at", "-pk") if self.closed else ("next_event_on", "pk")
        rows = part.for_queue().order_by(*order)
        if after is None:
            return list(rows[:number])
        # Two stretches of the index instead of an OR, which would be read from the first row of that day on.
        beyond = "lt" if self.closed else "gt"
        found = list(rows.filter(**{self._column: after.value, f"pk__{beyond}": after.pk})[:number])
        if len(found) < number:
            found += rows.filter(**{f"{self._column}__{beyond}": after.value})[: number - len(found)]
        return found


@dataclass(frozen=True)
class CasePage:
    """Some cases of a list; ``after`` is the position from which it goes on, empty at its end."""

    cases: list[Case]
    after: str = ""


def page(lists: Sequence[CaseList], size: int, after: str) -> CasePage:
    """Return SIZE cases of LISTS, one list after the other, from the position AFTER on; nonsense means the start."""
    position = Position.read(after)
    if position and position.closed not in {one.closed for one in lists}:
        position = None
    found: list[Case] = []
    for one in lists:
        if position and one.closed != position.closed:
            continue
        found += one.rows(size + 1 - len(found), position)
        position = None
    if len(found) <= size:
        return CasePage(found)
    last = found[size - 1]
    return CasePage(found[:size], str(Position(last.closed_at or last.next_event_on, last.pk)))
