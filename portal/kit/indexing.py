"""Changed rows reach every search index through here: the public index, and that of the boxes of the admin.

Whatever changes a row that the public sees tells it: `PublicRow` and the pages when they are saved or deleted, writers
that pass by ``save`` by `add` and `remove`. The public index listens (`listen`); Wagtail keeps the index of the admin's
boxes up to date by itself, except where many rows change at a time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from modelsearch.backends import get_search_backends

from portal.kit.batches import in_batches

BATCH = 200
Rows = dict[type[Model], set[Any]]
Listener = Callable[[type[Model], Collection[Any]], None]

_listeners: list[Listener] = []


@dataclass(frozen=True)
class _Waiting:
    """Primary keys by model, for the boxes of the admin and for the listeners."""

    boxes: Rows = field(default_factory=dict)
    told: Rows = field(default_factory=dict)


_waiting: ContextVar[_Waiting | None] = ContextVar("waiting", default=None)


def listen(listener: Listener) -> None:
    """Call LISTENER with a model and primary keys of rows of it that were added, changed or deleted."""
    if listener not in _listeners:
        _listeners.append(listener)


def update(model: type[Model], keys: Collection[Any]) -> None:
    """Tell the listeners, in the transaction of the change, that rows KEYS of MODEL were added, changed or deleted."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.told.setdefault(model, set()).update(keys)
        return
    for listener in _listeners:
        listener(model, keys)


@contextmanager
def together() -> Iterator[None]:
    """Bring what is saved inside into the indexes at the end: each row once, however often it is saved."""
    waiting = _Waiting()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for model, keys in waiting.boxes.items():
        _add_to_boxes(model, sorted(keys))
    for model, keys in waiting.told.items():
        for batch in in_batches(sorted(keys), BATCH):
            update(model, batch)


def postpone(model: type[Model], keys: Iterable[Any]) -> bool:
    """Return whether the rows KEYS of MODEL come into the admin's index later; its backend asks before it writes."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.boxes.setdefault(model, set()).update(keys)
    return waiting is not None


def add(model: type[Model], keys: Iterable[Any], *, along: Collection[str] = ()) -> None:
    """Bring the rows KEYS of MODEL, new or changed without ``save``, into every index.

    ALONG: relations that the entry of a row says, read with it.
    """
    for batch in in_batches(keys, BATCH):
        _add_to_boxes(model, batch, along)
        update(model, batch)


def remove(model: type[Model], keys: Iterable[Any]) -> None:
    """Take the rows KEYS of MODEL, deleted without ``delete``, out of every index."""
    for batch in in_batches(keys, BATCH):
        for backend in get_search_backends(with_auto_update=True):
            backend.delete_bulk(model, batch)
        update(model, batch)


def _add_to_boxes(model: type[Model], keys: Iterable[Any], along: Collection[str] = ()) -> None:
    rows = model._default_manager.select_related(*along)
    for batch in in_batches(keys, BATCH):
        found = list(rows.filter(pk__in=batch))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, found)
