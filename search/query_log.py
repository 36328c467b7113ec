"""Counts of searches by words and day, without anything personal.

Long numbers are dropped; of a long question only the words are kept that the registers know. Counts are gathered in the
process and written outside of any request, by `portal.kit.web_jobs`: a search writes nothing, so it is answered while
the database is busy, full or read-only. A process that is killed loses what it counted in the last 20 seconds.
"""

import datetime as dt
import re
import threading
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet, Sum

from portal.kit import clock
from portal.kit.batches import in_batches
from search.models import QueryCount
from search.query.parse import in_words
from search.query.vocabulary import Vocabulary
from search.text.tokens import normal, runs

LONG_NUMBER = re.compile(r"[+(]?\d(?:[\s\-()]*[\dx]){4,}")
LONGEST = 16  # characters; longer queries may contain personal text and are not logged whole
MOST = 2000  # different questions kept in memory
BATCH = 200  # rows written in one transaction

_lock = threading.Lock()
_gathered: dict[str, tuple[int, int]] = {}


def loggable(text: str, vocabulary: Vocabulary) -> str:
    """Return the part of TEXT that may be kept: a short text as it is, of a long one the known words; no numbers."""
    plain = " ".join(runs(LONG_NUMBER.sub(" ", normal(text))))
    if len(plain) > LONGEST:
        plain = " ".join(part.text for part in in_words(plain, vocabulary) if part.text in vocabulary.means)
    return plain[:40]


def note(text: str, found: int, vocabulary: Vocabulary) -> None:
    """Count that somebody asked TEXT and FOUND so many."""
    words = loggable(text, vocabulary)
    if words:
        with _lock:
            _count(words, 1, found)


def flush() -> None:
    """Write the gathered counts. Those that cannot be written stay in memory, and the error is raised."""
    with _lock:
        rows = sorted(_gathered.items())
        _gathered.clear()
    batches = in_batches(rows, BATCH)
    for batch in batches:
        try:
            _write(batch)
        except Exception:
            with _lock:
                for words, (times, found) in [*batch, *(row for rest in batches for row in rest)]:
                    _count(words, times, found)
            raise


def _count(words: str, times: int, found: int) -> None:
    """Add to the gathered counts as far as there is room; the lock is held."""
    if len(_gathered) < MOST or words in _gathered:
        before, _found = _gathered.get(words, (0, 0))
        _gathered[words] = (before + times, found)


@transaction.atomic
def _write(rows: list[tuple[str, tuple[int, int]]]) -> None:
    day = clock.today()
    for words, (times, found) in rows:
        known = QueryCount.objects.filter(day=day, words=words)
        if not known.update(times=F("times") + times, found=found):
            QueryCount.objects.create(day=day, words=words, times=times, found=found)


def forget() -> None:
    """Drop the gathered counts."""
    with _lock:
        _gathered.clear()


def report(*, days: int, nothing_found: bool = False) -> "QuerySet[QueryCount, Any]":
    """Return words, how often they were asked in the last DAYS, and ``most`` found, 0 where nothing was."""
    rows = QueryCount.objects.filter(day__gt=clock.today() - dt.timedelta(days=days))
    grouped = rows.values("words").annotate(asked=Sum("times"), most=Max("found")).order_by("-asked", "words")
    return grouped.filter(most=0) if nothing_found else grouped
