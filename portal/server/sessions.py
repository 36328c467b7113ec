"""Whether a session exists: an invented or expired one must not make every page slow."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.sessions.backends.db import SessionStore

from portal.kit import clock, connections

SECONDS = 1.0  # that an answer is remembered
MOST_KEPT = 10_000  # keys; the ones asked for longest ago go first
LONGEST = 40  # characters of a key, as the table holds it


def in_database(key: str) -> bool | None:
    """Return whether the session KEY exists and has not expired: one indexed read; None if the database is silent."""
    sessions = SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=clock.now())
    return connections.ask(sessions.exists)


@dataclass
class KnownSessions:
    """Caches the results of EXISTS by key for a second; ``clock`` is in seconds."""

    exists: Callable[[str], bool | None] = in_database
    clock: Callable[[], float] = time.monotonic
    kept: OrderedDict[str, tuple[float, bool]] = field(default_factory=OrderedDict)

    def known(self, key: str) -> bool | None:
        """Return whether the session KEY exists, None where that must be looked up."""
        if len(key) > LONGEST or not key.isascii() or not key.isalnum():
            return False  # Django makes no such key
        until, exists = self.kept.get(key, (-math.inf, False))
        return exists if self.clock() < until else None

    def remember(self, key: str, *, exists: bool) -> None:
        """Remember the answer about KEY."""
        self.kept[key] = (self.clock() + SECONDS, exists)
        self.kept.move_to_end(key)
        if len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)
