"""Questions to the database from a thread that no request owns."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.db import Error, connection

T = TypeVar("T")


def ask(question: Callable[[], T]) -> T | None:
    """Return the answer of QUESTION, or None if the database gives none.

    Django closes and renews the connection of a thread at the beginning and end of a request; here nobody else does.
    SQLite's connection stays open: closing the last one would write the disk each time.
    """
    try:
        answer = question()
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    except Error:
        with suppress(Error):
            connection.close()
        return None
    return answer
