"""The search server outside the database: it gets every change after its commit, and is asked before the index inside.

A change is noted in the transaction that makes it, so none is lost when the server is down or the process dies. While
anything is noted the server is behind and is not asked. `catch_up` runs in every round of the periodic jobs.
"""

import functools
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from search.index.engines.base import EngineDownError, IndexDocument, Key, OutsideEngine
from search.models import IndexEntry, OutboxChange

BATCH = 500
REBUILD = "it misses changes: run ./manage.py search rebuild"

log = logging.getLogger(__name__)


@functools.cache
def engine() -> OutsideEngine | None:
    """Return the engine outside the database, made once a process, or None where there is none."""
    return import_string(settings.SEARCH_ENGINE)() if settings.SEARCH_ENGINE else None


def current() -> OutsideEngine | None:
    """Return the engine if it has got every change."""
    outside = engine()
    return None if outside is None or OutboxChange.objects.exists() else outside


def note(changes: Mapping[Key, IndexDocument | None]) -> None:
    """Store CHANGES in the outbox, inside the transaction that makes them, and send them once it is committed."""
    if engine() is None:
        require_rebuild()
        return
    moment = time.time_ns()
    OutboxChange.objects.bulk_create(
        [
            OutboxChange(kind=kind, key=key, entry=_packed(entry), moment=moment)
            for (kind, key), entry in changes.items()
        ],
        batch_size=BATCH,
    )
    transaction.on_commit(_try_to_send, robust=True)


def require_rebuild() -> None:
    """Mark the index of the server as unusable until it is rebuilt; for a restored database, too."""
    OutboxChange.objects.bulk_create([OutboxChange(pk=0, moment=time.time_ns())], ignore_conflicts=True)


def rebuild(entries: Iterable[IndexDocument]) -> int:
    """Write the server's index anew; return how many entries it got."""
    outside = engine()
    if outside is None:
        return 0
    count = outside.rebuild(entries)
    OutboxChange.objects.filter(pk=0).delete()
    send_changes(patient=True)
    return count


def catch_up() -> None:
    """Send the server the changes that it has missed; nothing happens when it is down, or has missed none."""
    outside = engine()
    if outside is None or not OutboxChange.objects.exclude(pk=0).exists() or outside.health():
        return
    try:
        send_changes(patient=True)
    except EngineDownError as down:
        log.info("The search server is still behind: %s", down)


def send_changes(*, patient: bool) -> None:
    """Send the outbox, oldest first; twice or late does no harm, because the server compares moments."""
    outside = engine()
    while outside and (rows := list(OutboxChange.objects.exclude(pk=0).order_by("pk")[:BATCH])):
        outside.deliver([((row.kind, row.key), row.moment, _unpacked(row.entry)) for row in rows], patient=patient)
        OutboxChange.objects.filter(pk__in=[row.pk for row in rows]).delete()


def health() -> str:
    """Return the fault of the server in a sentence; empty when all is well or there is none."""
    outside = engine()
    if outside is None:
        return ""
    if OutboxChange.objects.filter(pk=0).exists():
        return REBUILD
    behind = OutboxChange.objects.count()
    return outside.health() or (f"it is behind by {behind} changes" if behind else "")


def compared() -> str:
    """Return the differences of the server, entry by entry: slower than `health`, for operators."""
    outside = engine()
    if outside is None or (wrong := health()):
        return "" if outside is None else wrong
    different = len(outside.keys() ^ set(IndexEntry.objects.values_list("kind", "key")))
    return f"it has {different} entries too many or too few: run ./manage.py search rebuild" if different else ""


def _try_to_send() -> None:
    try:
        send_changes(patient=False)
    except EngineDownError as down:
        log.info("The search server is told later: %s", down)


def _packed(entry: IndexDocument | None) -> dict[str, Any] | None:
    return None if entry is None else asdict(entry)


def _unpacked(stored: dict[str, Any] | None) -> IndexDocument | None:
    if stored is None:
        return None
    facts: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    return IndexDocument(**facts)
