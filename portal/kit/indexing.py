"""Changed rows reach every search index through here: the public index, and that of the boxes of the admin.

Whatever changes a row that the public sees tells it: `PublicRow` and the pages when they are saved or deleted, writers
that pass by ``save`` by `add` and `remove`. The public index listens (`listen`); Wagtail keeps the index of the admin's
boxes up to date by itself, except where many rows change at a time.

What the search may not import is offered here with all that it shows of it (`offer`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from modelsearch.backends import get_search_backends

from portal.kit.batches import in_batches
from portal.kit.words import Words

BATCH = 200
Rows = dict[type[Model], set[Any]]
Listener = Callable[[type[Model], Collection[Any]], None]

_listeners: list[Listener] = []


@dataclass(frozen=True)
class PublicDescription:
    """Text about a row for the search: its name, other names, an introduction, its address; in the active language.

    Nothing else of the row reaches the index.
    """

    name: Words
    also_called: tuple[Words, ...]
    intro: Words
    address: str


@dataclass(frozen=True)
class OfferedRows:
    """Rows of an app that the search does not know, under the name KIND of results, called LABEL.

    ``public`` are those that anybody may see, with what ``describe`` reads.
    """

    kind: str
    label: str | Promise
    model: type[Model]
    public: Callable[[], QuerySet[Any]]
    describe: Callable[[Any], PublicDescription]


_offered: dict[str, OfferedRows] = {}


def offer(rows: OfferedRows) -> None:
    """Let the search find ROWS; their app tells changes by `update`."""
    _offered[rows.kind] = rows


def offered() -> Collection[OfferedRows]:
    """Return what the apps offer to the search."""
    return _offered.values()


# Primary keys by model that wait for the end of `gathered` and `together`; None outside of them.
_untold: ContextVar[Rows | None] = ContextVar("untold", default=None)
_postponed: ContextVar[Rows | None] = ContextVar("postponed", default=None)


def listen(listener: Listener) -> None:
    """Call LISTENER with a model and primary keys of rows of it that were added, changed or deleted."""
    if listener not in _listeners:
        _listeners.append(listener)


def update(model: type[Model], keys: Collection[Any]) -> None:
    """Tell the listeners, in the transaction of the change, that rows KEYS of MODEL were added, changed or deleted."""
    untold = _untold.get()
    if untold is not None:
        untold.setdefault(model, set()).update(keys)
        return
    for listener in _listeners:
        listener(model, keys)


@contextmanager
def gathered() -> Iterator[None]:
    """Tell the listeners at the end what changes inside: a row once, however many of its parts are saved with it."""
    if _untold.get() is not None:
        yield  # the outer one tells it
        return
    untold: Rows = {}
    token = _untold.set(untold)
    try:
        yield
    finally:
        _untold.reset(token)
    for model, keys in untold.items():
        for batch in in_batches(sorted(keys), BATCH):
            update(model, batch)


@contextmanager
def together() -> Iterator[None]:
    """Bring what is saved inside into every index at the end: each row once, however often it is saved."""
    postponed: Rows = {}
    with gathered():
        token = _postponed.set(postponed)
        try:
            yield
        finally:
            _postponed.reset(token)
        for model, keys in postponed.items():
            _add_to_boxes(model, sorted(keys))


def postpone(model: type[Model], keys: Iterable[Any]) -> bool:
    """Return whether the rows KEYS of MODEL come into the admin's index later; its backend asks before it writes."""
    postponed = _postponed.get()
    if postponed is not None:
        postponed.setdefault(model, set()).update(keys)
    return postponed is not None


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
