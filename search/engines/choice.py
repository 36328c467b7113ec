"""Which engine answers: the preferred ones of the settings in their order, then the embedded one, which always can.

No view and no ranking asks which engine runs. Writing goes to the embedded index in the transaction of the record, and
to the others once it is committed.
"""

import functools
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from search.engines import fts5, tsvector
from search.engines.base import Engine, EngineDownError, Entry, Key
from search.engines.embedded import Embedded

T = TypeVar("T")
log = logging.getLogger(__name__)


def embedded() -> Embedded:
    """Return the engine inside the database."""
    return tsvector.Engine() if connection.vendor == "postgresql" else fts5.Engine()


@functools.cache
def preferred() -> tuple[Engine, ...]:
    """Return the engines outside the database, made once a process: SEARCH_ENGINES names their classes."""
    return tuple(import_string(path)() for path in settings.SEARCH_ENGINES)


def answer(ask: Callable[[Engine], T]) -> T:
    """Return what the first engine that can says to ASK, a function that may put several questions to it."""
    for engine in preferred():
        try:
            return ask(engine)
        except EngineDownError as down:
            log.warning("%s does not answer: %s", engine.name, down)
    return ask(embedded())


def write(entries: Sequence[Entry]) -> None:
    """Put ENTRIES into every index."""
    embedded().write(entries)
    _tell(lambda engine: engine.write(entries))


def remove(keys: Sequence[Key]) -> None:
    """Take KEYS out of every index."""
    embedded().remove(keys)
    _tell(lambda engine: engine.remove(keys))


def rebuild(entries: Callable[[], Iterable[Entry]]) -> dict[str, int]:
    """Write every index anew from ENTRIES, which is called once an engine; return how many by engine."""
    return {engine.name: engine.rebuild(entries()) for engine in (embedded(), *preferred())}


def health() -> str:
    """Return what is wrong with any engine, in a sentence each; an empty string when all is well."""
    return "; ".join(f"{engine.name}: {wrong}" for engine in (*preferred(), embedded()) if (wrong := engine.health()))


def _tell(say: Callable[[Engine], None]) -> None:
    for engine in preferred():
        transaction.on_commit(functools.partial(_try, engine, say))


def _try(engine: Engine, say: Callable[[Engine], None]) -> None:
    try:
        say(engine)
    except EngineDownError as down:
        log.warning("%s could not be told of a change: %s", engine.name, down)
