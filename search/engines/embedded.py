"""What the two embedded engines share: the rows of the index, written in the transaction of the record."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import Q

from portal.kit.batches import in_batches
from search.engines.base import COUNTED, Entry, Hit, Key, Question, Tally
from search.models import IndexEntry, Shelf

BATCH = 1000
AT_ONCE = 100  # questions in one statement
BY_SHELF = (
    "SELECT s.kind, s.marks, counted.hits FROM"
    " (SELECT shelf_id, COUNT(*) AS hits FROM ({matching} LIMIT {most}) AS found GROUP BY shelf_id) AS counted"
    " CROSS JOIN search_shelf s WHERE s.number = counted.shelf_id"
)


class Embedded:
    """An index in the database of the application; subclasses keep and match the tokens."""

    name: ClassVar[str]

    def write(self, entries: Sequence[Entry]) -> None:
        with transaction.atomic():
            self.remove([(entry.kind, entry.key) for entry in entries])
            self._insert(sorted({(e.kind, e.key): e for e in entries}.values(), key=lambda entry: entry.number))

    def remove(self, keys: Sequence[Key]) -> None:
        for batch in in_batches(keys, 200):
            wanted = Q()
            for kind, key in batch:
                wanted |= Q(kind=kind, key=key)
            numbers = list(IndexEntry.objects.filter(wanted).values_list("number", flat=True))
            if numbers:
                self._forget(numbers)
                IndexEntry.objects.filter(number__in=numbers).delete()

    def rebuild(self, entries: Iterable[Entry]) -> int:
        count = 0
        with transaction.atomic():
            self._clear()
            IndexEntry.objects.all().delete()
            Shelf.objects.all().delete()
            for batch in in_batches(entries, BATCH * 5):
                self._insert(sorted(batch, key=lambda entry: entry.number))
                count += len(batch)
            # The rows of a long rebuild are all as new as its end, for whoever reads what is new.
            IndexEntry.objects.update(stamp=time.time_ns())
            self._settle()
        return count

    def tally(self, question: Question) -> Tally:
        if not question.groups:
            return Tally()
        matching, values = self._matching(question, "e.shelf_id", self._counted)
        groups: Counter[tuple[str, tuple[str, ...]]] = Counter()
        with connection.cursor() as cursor:
            cursor.execute(BY_SHELF.format(matching=matching, most=COUNTED + 1), values)
            for kind, marks, count in cursor.fetchall():
                groups[kind, unmarked(marks)] += count
        return Tally(groups, sum(groups.values()) > COUNTED)

    def hits(self, question: Question, limit: int) -> list[Hit]:
        if not question.groups:
            return []
        matching, values = self._matching(question, "e.number, e.kind, e.key, e.titles", self._from)
        with connection.cursor() as cursor:
            cursor.execute(f"{matching} ORDER BY {self._order} LIMIT %s", [*values, limit])
            return [_hit(*row) for row in cursor.fetchall()]

    def numbers(self, questions: Sequence[Question], limit: int) -> list[list[int]]:
        """Return for each of QUESTIONS the first LIMIT entries with its words, by their number; no filter counts."""
        answers: list[list[int]] = [[] for _question in questions]
        for batch in in_batches(enumerate(questions), AT_ONCE):
            one = f"SELECT %s AS place, number FROM ({self._numbers} LIMIT {limit}) AS q"  # noqa: S608  our own SQL
            values = [value for place, question in batch for value in (place, self._expression(question))]
            with connection.cursor() as cursor:
                cursor.execute(" UNION ALL ".join([one] * len(batch)), values)
                for place, number in cursor.fetchall():
                    answers[place].append(number)
        return answers

    def entries(self, numbers: Sequence[int], language: str) -> list[tuple[Hit, tuple[str, ...]]]:
        """Return the entries of NUMBERS for readers of LANGUAGE, in their order, each with its marks."""
        columns = ("number", "kind", "key", "titles", "shelf__marks")
        rows = IndexEntry.objects.filter(number__in=numbers, shelf__language__in=["", language]).values_list(*columns)
        found = {number: (_hit(number, *row), unmarked(marks)) for number, *row, marks in rows}
        return [found[number] for number in numbers if number in found]

    def keys(self) -> set[Key]:
        return set(IndexEntry.objects.values_list("kind", "key"))

    def health(self) -> str:
        return "" if IndexEntry.objects.exists() else "the index is empty: run ./manage.py search rebuild"

    def size(self) -> Counter[str]:
        """Return how many entries there are of each kind."""
        return Counter(IndexEntry.objects.values_list("kind", flat=True))

    _from: ClassVar[str]
    """SQL from FROM to the condition on the words, for which one value is left open."""
    _numbers: ClassVar[str]
    """SQL that selects the numbers of the entries with some words, for which one value is left open, in order."""
    _counted: ClassVar[str]
    """The same where nothing is read of an entry but its shelf."""
    _order: ClassVar[str]
    _place_of: ClassVar[str]
    """The database's function that says where a text stands in another, from 1; 0 where it does not."""

    def _narrowed(self, question: Question) -> tuple[str, list[Any]]:
        """Return the conditions of QUESTION beside its words, beginning with AND, and their values."""
        if not question.kinds and not question.filters:  # few shelves are for readers of another language
            foreign = "SELECT number FROM search_shelf WHERE language NOT IN ('', %s)"
            return f" AND e.shelf_id NOT IN ({foreign})", [question.language]
        sql, values = "language IN ('', %s)", [question.language]
        if question.kinds:
            sql += f" AND kind IN ({', '.join(['%s'] * len(question.kinds))})"
            values += question.kinds
        for key, value in question.filters:
            sql += f" AND ({self._place_of}(marks, %s) > 0 OR {self._place_of}(marks, %s) > 0)"
            values += [f"|{key}:{value}|", f"|{key}:*|"]
        return f" AND +e.shelf_id IN (SELECT number FROM search_shelf WHERE {sql})", values  # noqa: S608  our own SQL

    def _matching(self, question: Question, columns: str, source: str) -> tuple[str, list[Any]]:
        """Return SQL that selects COLUMNS of the rows ``e`` of SOURCE that answer QUESTION, and its values."""
        narrowed, values = self._narrowed(question)
        return f"SELECT {columns} {source} {narrowed}", [self._expression(question), *values]

    def _expression(self, question: Question) -> str:
        """Return QUESTION's words in the language of the engine."""
        raise NotImplementedError

    def _insert(self, entries: Sequence[Entry]) -> None:
        """Store ENTRIES, which are not there yet; subclasses add their tokens."""
        shelves = {entry.shelf: entry for entry in entries}
        Shelf.objects.bulk_create(
            [
                Shelf(number=number, kind=like.kind, marks=marked(like.marks), language=like.language)
                for number, like in shelves.items()
            ],
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        IndexEntry.objects.bulk_create(map(_row, entries), batch_size=BATCH)

    def _forget(self, numbers: Sequence[int]) -> None:
        """Drop the tokens of NUMBERS, where they are kept apart from the rows."""

    def _clear(self) -> None:
        """Drop all tokens, where they are kept apart from the rows."""

    def _settle(self) -> None:
        """Make a freshly written index quick to read."""


def _row(entry: Entry) -> IndexEntry:
    """Return ENTRY as a row, without its tokens."""
    return IndexEntry(
        number=entry.number,
        kind=entry.kind,
        key=entry.key,
        titles="\n".join(title.replace("\n", " ") for title in entry.titles),
        shelf_id=entry.shelf,
        stamp=time.time_ns(),
    )


def _hit(number: int, kind: str, key: str, titles: str) -> Hit:
    return Hit(number, kind, key, tuple(titles.split("\n")))


def marked(marks: Iterable[str]) -> str:
    """Return MARKS as they are stored."""
    return f"|{'|'.join(sorted(marks))}|"


def unmarked(stored: str) -> tuple[str, ...]:
    """Return STORED marks as a tuple."""
    return tuple(filter(None, stored.split("|")))
