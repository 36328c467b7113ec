"""Choice of the engine: the one outside the database where there is one, or the embedded one, which always can.

No view and no ranking asks which engine runs. Writing goes to the embedded index in the transaction of the record, and
to the one outside once it is committed.
"""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.db import connection, transaction

from search.index.engines import fts5, outside, tsvector
from search.index.engines.base import Engine, EngineDownError, IndexDocument, Key
from search.index.engines.embedded import Embedded

T = TypeVar("T")


def embedded() -> Embedded:
    """Return the engine inside the database."""
    return tsvector.PostgresEngine() if connection.vendor == "postgresql" else fts5.SqliteEngine()


def answer(ask: Callable[[Engine], T]) -> T:
    """Return what the first engine that can says to ASK, a function that may put several questions to it."""
    if engine := outside.current():
        with contextlib.suppress(EngineDownError):
            return ask(engine)
    return ask(embedded())


@transaction.atomic
def write(entries: Sequence[IndexDocument]) -> None:
    """Put ENTRIES into every index."""
    embedded().write(entries)
    outside.note({(entry.kind, entry.key): entry for entry in entries})


@transaction.atomic
def remove(keys: Sequence[Key]) -> None:
    """Take KEYS out of every index."""
    embedded().remove(keys)
    outside.note(dict.fromkeys(keys))


def rebuild(entries: Callable[[], Iterable[IndexDocument]]) -> dict[str, int]:
    """Write every index anew from ENTRIES, which is called once an engine; return how many by engine."""
    inside = embedded()
    counts = {inside.name: inside.rebuild(entries())}
    if engine := outside.engine():
        counts[engine.name] = outside.rebuild(entries())
    return counts


def health() -> str:
    """Return the fault of the embedded engine in a sentence; empty when all is well.

    The fault of the one outside is in `outside.health`: the public search goes on without it.
    """
    return embedded().health()
