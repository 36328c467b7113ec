"""Long work in short transactions: each holds the lock of the database for about half a second, then others write."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")

LENGTH = 0.4  # seconds of work after which a transaction is committed
PAUSE = 0.15  # seconds for the others; who waits for SQLite asks again every 0.1 s


def in_turns(
    parts: Iterable[T],
    work: Callable[[T], object],
    *,
    begin: Callable[[], object] | None = None,
    end: Callable[[], object] | None = None,
    dry_run: bool = False,
) -> None:
    """Do WORK on each of PARTS, as many in one transaction as fit into half a second; so a part must be small.

    BEGIN and END are called first and last in every transaction. Parts are read inside too. What was committed stays
    when a later part fails. A DRY_RUN needs no transaction: WORK writes nothing, and BEGIN and END are left out.
    """
    if dry_run:
        for part in parts:
            work(part)
        return
    stream, ended = iter(parts), False
    while not ended:
        with transaction.atomic():
            if begin:
                begin()
            ended = _turn(stream, work)
            if end:
                end()
        if not ended and connection.vendor == "sqlite" and not connection.in_atomic_block:
            time.sleep(PAUSE)


def _turn(stream: Iterator[T], work: Callable[[T], object]) -> bool:
    """Work until the time is over; return whether the stream has ended."""
    over = time.monotonic() + LENGTH
    for part in stream:
        work(part)
        if time.monotonic() >= over:
            return False
    return True
