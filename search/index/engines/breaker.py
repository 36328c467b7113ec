"""A circuit breaker: what does not answer is left alone for a while, so that not every request waits for it. Pure."""

import threading
import time
from collections.abc import Callable

FIRST, LONGEST = 5.0, 60.0  # seconds that a server which failed is left alone; twice as long each time


class Breaker:
    """Open after a failure. When its pause is over, one caller may try, while the others still go elsewhere."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._pause = 0.0
        self._until = 0.0

    def lets_through(self) -> bool:
        """Return whether the caller may ask; a caller that was let through must report the result."""
        with self._lock:
            if self._pause and self._now() < self._until:
                return False
            self._until = self._now() + (self._pause or 0.0)
            return True

    def failed(self) -> None:
        """No answer, or not in time."""
        with self._lock:
            self._pause = min(max(self._pause * 2, FIRST), LONGEST)
            self._until = self._now() + self._pause

    def answered(self) -> None:
        """All is well."""
        with self._lock:
            self._pause = 0.0
