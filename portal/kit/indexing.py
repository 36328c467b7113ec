"""What changes many rows at a time tells the search engines many at a time."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model
from modelsearch.backends import get_search_backends

from portal.kit.batches import in_batches

BATCH = 200


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
