"""Base of the two embedded engines: the rows of the index, written in the transaction of the record."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, ClassVar

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from portal.kit.batches import in_batches
from portal.kit.faults import fault_of
from portal.kit.turns import in_turns
from search.index.engines.base import COUNTED, EngineQuery, IndexDocument, Key, Phrase, SearchHit, Tally
from search.models import FacetBucket, IndexEntry

BATCH = 1000
AT_ONCE = 100  # questions in one statement
WRITTEN = 20  # entries that a rebuild writes at a time
REBUILD = "run ./manage.py search rebuild"
BY_BUCKET = (
    "SELECT s.kind, s.facet_values, counted.hits FROM"
    " (SELECT bucket_id, COUNT(*) AS hits FROM ({matching} LIMIT {most}) AS found GROUP BY bucket_id) AS counted"
    " CROSS JOIN search_facetbucket s WHERE s.number = counted.bucket_id"
)


class Embedded:
    """An index in the database of the application; subclasses keep and match the tokens."""

    name: ClassVar[str]

    def write(self, entries: Sequence[IndexDocument]) -> None:
        with transaction.atomic():
            self.remove([(entry.kind, entry.key) for entry in entries])
            self._insert(sorted({(e.kind, e.key): e for e in entries}.values(), key=lambda entry: entry.number))

    def remove(self, keys: Sequence[Key]) -> None:
        for batch in in_batches(keys, 200):
            wanted = Q()
            for kind, rows in groupby(sorted(batch), itemgetter(0)):
                wanted |= Q(kind=kind, key__in=[key for _kind, key in rows])
            self._drop(list(IndexEntry.objects.filter(wanted).values_list("number", flat=True)))

    def rebuild(self, entries: Iterable[IndexDocument]) -> int:
        """Replace everything by ENTRIES, in short transactions; other entries are removed at the end.

        Meanwhile every entry is found, old or new. Only tables that are lost, damaged or of an older shape are made
        anew first, and what is in them comes back bit by bit.
        """
        began, count = time.time_ns(), 0

        def put(batch: list[IndexDocument]) -> None:
            nonlocal count
            self.write(batch)
            count += len(batch)

        self._mend()
        in_turns(in_batches(entries, WRITTEN), put, begin=self._alone)
        old = list(IndexEntry.objects.filter(stamp__lt=began).values_list("number", flat=True))
        in_turns(in_batches(old, WRITTEN), self._drop, begin=self._alone)
        in_turns([FacetBucket.objects.filter(entries=None)], lambda buckets: buckets.delete(), begin=self._alone)
        in_turns(self._settling(), bool)
        return count

    def tally(self, question: EngineQuery) -> Tally:
        if not question.groups:
            return Tally()
        matching, values = self._matching(question, "e.bucket_id", self._counted)
        groups: Counter[tuple[str, tuple[str, ...]]] = Counter()
        with connection.cursor() as cursor:
            cursor.execute(BY_BUCKET.format(matching=matching, most=COUNTED + 1), values)
            for kind, facet_values, count in cursor.fetchall():
                groups[kind, split_values(facet_values)] += count
        return Tally(groups, sum(groups.values()) > COUNTED)

    def hits(self, question: EngineQuery, limit: int) -> list[SearchHit]:
        if not question.groups:
            return []
        matching, values = self._matching(question, "e.number, e.kind, e.key, e.titles", self._from)
        with connection.cursor() as cursor:
            cursor.execute(f"{matching} ORDER BY {self._order} LIMIT %s", [*values, limit])
            return [_hit(*row) for row in cursor.fetchall()]

    def numbers(self, questions: Sequence[EngineQuery], limit: int) -> list[list[int]]:
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

    def entries(self, numbers: Sequence[int], language: str) -> list[tuple[SearchHit, tuple[str, ...]]]:
        """Return the entries of NUMBERS for readers of LANGUAGE, in their order, each with its facet values."""
        columns = ("number", "kind", "key", "titles", "bucket__facet_values")
        rows = IndexEntry.objects.filter(number__in=numbers, bucket__language__in=["", language]).values_list(*columns)
        found = {number: (_hit(number, *row), split_values(facet_values)) for number, *row, facet_values in rows}
        return [found[number] for number in numbers if number in found]

    def keys(self) -> set[Key]:
        return set(IndexEntry.objects.values_list("kind", "key"))

    def health(self) -> str:
        if self._is_broken():
            return f"the tables of the index are lost or damaged: {REBUILD}"
        return "" if IndexEntry.objects.exists() else f"the index is empty: {REBUILD}"

    def size(self) -> Counter[str]:
        """Return how many entries there are of each kind."""
        return Counter(IndexEntry.objects.values_list("kind", flat=True))

    _from: ClassVar[str]
    """SQL from FROM to the condition on the words, for which one value is left open."""
    _numbers: ClassVar[str]
    """SQL that selects the numbers of the entries with some words, for which one value is left open, in order."""
    _counted: ClassVar[str]
    """The same where nothing is read of an entry but its bucket."""
    _order: ClassVar[str]
    _place_of: ClassVar[str]
    """The database's function that says where a text stands in another, from 1; 0 where it does not."""

    def _narrowed(self, question: EngineQuery) -> tuple[str, list[Any]]:
        """Return the conditions of QUESTION beside its words, beginning with AND, and their values."""
        if not question.kinds and not question.filters:  # few buckets are for readers of another language
            foreign = "SELECT number FROM search_facetbucket WHERE language NOT IN ('', %s)"
            return f" AND e.bucket_id NOT IN ({foreign})", [question.language]
        sql, values = "language IN ('', %s)", [question.language]
        if question.kinds:
            sql += f" AND kind IN ({', '.join(['%s'] * len(question.kinds))})"
            values += question.kinds
        for key, value in question.filters:
            sql += f" AND ({self._place_of}(facet_values, %s) > 0 OR {self._place_of}(facet_values, %s) > 0)"
            values += [f"|{key}:{value}|", f"|{key}:*|"]
        return f" AND +e.bucket_id IN (SELECT number FROM search_facetbucket WHERE {sql})", values  # noqa: S608  our own SQL

    def _matching(self, question: EngineQuery, columns: str, source: str) -> tuple[str, list[Any]]:
        """Return SQL that selects COLUMNS of the rows ``e`` of SOURCE that answer QUESTION, and its values."""
        narrowed, values = self._narrowed(question)
        return f"SELECT {columns} {source} {narrowed}", [self._expression(question), *values]

    def _expression(self, question: EngineQuery) -> str:
        """Return QUESTION's words in the language of the engine."""
        raise NotImplementedError

    def _insert(self, entries: Sequence[IndexDocument]) -> None:
        """Store ENTRIES, which are not there yet; subclasses add their tokens."""
        buckets = {entry.bucket: entry for entry in entries}
        FacetBucket.objects.bulk_create(
            [
                FacetBucket(
                    number=number, kind=like.kind, facet_values=joined_values(like.facet_values), language=like.language
                )
                for number, like in buckets.items()
            ],
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        IndexEntry.objects.bulk_create(map(_row, entries), batch_size=BATCH)

    def _drop(self, numbers: Sequence[int]) -> None:
        """Take the entries of NUMBERS out."""
        if numbers:
            self._forget(numbers)
            IndexEntry.objects.filter(number__in=numbers).delete()

    def _is_broken(self) -> bool:
        """Return whether a question cannot be answered at all; a database that is busy or away is not meant."""
        try:
            self.hits(EngineQuery((((Phrase(("a",)),),),), ""), 1)
        except DatabaseError as error:
            if fault_of(error):
                raise
            return True
        return False

    def _mend(self) -> None:
        """Make the tables that are missing, and those of the tokens where they do not fit."""
        there = connection.introspection.table_names()
        lost = [model for model in (FacetBucket, IndexEntry) if model._meta.db_table not in there]
        if lost:
            with connection.schema_editor() as editor:
                for model in lost:
                    editor.create_model(model)
        if lost or self._is_broken() or not self._fits():
            with transaction.atomic():
                self._make_tokens()

    def _forget(self, numbers: Sequence[int]) -> None:
        """Drop the tokens of NUMBERS, where they are kept apart from the rows."""

    def _fits(self) -> bool:
        """Return whether the tokens are kept in the shape that this program writes."""
        return True

    def _make_tokens(self) -> None:
        """Make the place of the tokens anew, empty."""
        raise NotImplementedError

    def _alone(self) -> None:
        """Keep other writers of the index waiting until the end of the transaction."""

    def _settling(self) -> Iterator[object]:
        """Make a freshly written index quick to read, a little at each step."""
        yield from ()


def _row(entry: IndexDocument) -> IndexEntry:
    """Return ENTRY as a row, without its tokens."""
    return IndexEntry(
        number=entry.number,
        kind=entry.kind,
        key=entry.key,
        titles="\n".join(title.replace("\n", " ") for title in entry.titles),
        bucket_id=entry.bucket,
        stamp=time.time_ns(),
    )


def _hit(number: int, kind: str, key: str, titles: str) -> SearchHit:
    return SearchHit(number, kind, key, tuple(titles.split("\n")))


def joined_values(values: Iterable[str]) -> str:
    """Return VALUES as they are stored."""
    return f"|{'|'.join(sorted(values))}|"


def split_values(stored: str) -> tuple[str, ...]:
    """Return STORED facet values as a tuple."""
    return tuple(filter(None, stored.split("|")))
