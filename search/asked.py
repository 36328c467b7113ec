"""What is searched, counted by words and day, without anything personal.

Long numbers are dropped; of a long question only the words are kept that the registers know. Counts are gathered in the
process and written now and then, so that a search costs no write; those of a process that dies are lost.
"""

import datetime as dt
import re
import threading
import time
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet, Sum

from portal.kit import clock
from search.models import AskedWords
from search.reading import in_words
from search.tokens import normal, runs
from search.wording import Wording

LONG_NUMBER = re.compile(r"[+(]?\d(?:[\s\-()]*[\dx]){4,}")
LONGEST = 16  # characters; longer questions tell a story
EVERY = 20  # seconds between two writings
MOST = 2000  # different questions kept in between

_lock = threading.Lock()
_gathered: dict[str, tuple[int, int]] = {}
_written = time.monotonic()


def loggable(text: str, wording: Wording) -> str:
    """Return of TEXT what may be kept: short wording as it is, of a long one the known words; numbers never."""
    plain = " ".join(runs(LONG_NUMBER.sub(" ", normal(text))))
    if len(plain) > LONGEST:
        plain = " ".join(part.text for part in in_words(plain, wording) if part.text in wording.means)
    return plain[:40]


def note(text: str, found: int, wording: Wording) -> None:
    """Count that somebody asked TEXT and FOUND so many; write what was gathered if it is time."""
    words = loggable(text, wording)
    if not words:
        return
    with _lock:
        if len(_gathered) < MOST or words in _gathered:
            times, _before = _gathered.get(words, (0, 0))
            _gathered[words] = (times + 1, found)
        due = time.monotonic() - _written > EVERY
    if due:
        flush()


def flush() -> None:
    """Write what was gathered."""
    global _written
    with _lock:
        rows, _written = dict(_gathered), time.monotonic()
        _gathered.clear()
    day = clock.today()
    with transaction.atomic():
        for words, (times, found) in sorted(rows.items()):
            known = AskedWords.objects.filter(day=day, words=words)
            if not known.update(times=F("times") + times, found=found):
                AskedWords.objects.create(day=day, words=words, times=times, found=found)


def forget() -> None:
    """Drop what was gathered."""
    with _lock:
        _gathered.clear()


def report(*, days: int, nothing_found: bool = False) -> "QuerySet[AskedWords, Any]":
    """Return words, how often they were asked in the last DAYS, and ``most`` found, 0 where nothing was."""
    rows = AskedWords.objects.filter(day__gt=clock.today() - dt.timedelta(days=days))
    grouped = rows.values("words").annotate(asked=Sum("times"), most=Max("found")).order_by("-asked", "words")
    return grouped.filter(most=0) if nothing_found else grouped
