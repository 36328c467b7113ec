"""Limit on the time for which a request waits for the lock of the database: until a moment set on its arrival.

SQLite lets one writer in at a time and makes the others wait. Without a limit an import that holds the lock would
keep every thread of a web process waiting. Commands and the worker wait as long as the settings say.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

READING = 2.0  # seconds that a GET waits which writes after all, e.g. a page of the admin
WRITING = 10.0  # seconds from the arrival of a POST until it is given up
LEAST = 0.05  # seconds; also a late request may find the lock free

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def until(moment: float) -> Iterator[None]:
    """Let connections that are opened inside wait until MOMENT (of `time.monotonic`) at most."""
    token = _until.set(moment)
    try:
        yield
    finally:
        _until.reset(token)


def limit(sender: Any, connection: BaseDatabaseWrapper, **_options: Any) -> None:
    """Set the limit on a CONNECTION that was just opened; outside a request nothing changes.

    A connection to SQLite is opened for each request. One to PostgreSQL serves several, so it gets the longest wait.
    """
    moment = _until.get()
    if moment is None:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {int(max(LEAST, moment - time.monotonic()) * 1000)}")
        else:
            cursor.execute(f"SET lock_timeout = '{WRITING:.0f}s'")
