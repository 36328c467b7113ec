"""What changes many rows at a time tells the search engines many at a time."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from modelsearch.backends import get_search_backends

from portal.kit.batches import in_batches

BATCH = 200

_waiting: ContextVar[dict[type[Model], set[Any]] | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Bring what is saved inside into the search engines at the end: each row once, however often it is saved."""
    waiting: dict[type[Model], set[Any]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for model, keys in waiting.items():
        add(model, sorted(keys))


def postpone(model: type[Model], keys: Iterable[Any]) -> bool:
    """Return whether the rows KEYS of MODEL come into the search engines later; an engine asks before it writes."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.setdefault(model, set()).update(keys)
    return waiting is not None


def add(model: type[Model], keys: Iterable[Any], *, along: Collection[str] = ()) -> None:
    """Bring the rows KEYS of MODEL, new or changed, into every search engine that follows changes.

    ALONG: relations that the entry of a row says, read with it.
    """
    rows = model._default_manager.select_related(*along)
    for batch in in_batches(keys, BATCH):
        found = list(rows.filter(pk__in=batch))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, found)


def remove(model: type[Model], keys: Iterable[Any]) -> None:
    """Take the rows KEYS of MODEL, which are deleted, out of every search engine that follows changes."""
    for batch in in_batches(keys, BATCH):
        for backend in get_search_backends(with_auto_update=True):
            backend.delete_bulk(model, batch)
