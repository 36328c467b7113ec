"""What an import changes many at a time, the search engines learn many at a time."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from modelsearch.backends import get_search_backends

from catalog.models import ServiceItem
from portal.kit.batches import in_batches

BATCH = 200
READ_ALONG: dict[type[Model], tuple[str, ...]] = {ServiceItem: ("department",)}


def add(model: type[Model], keys: Collection[Any]) -> None:
    """Bring the rows KEYS of MODEL, new or changed, into every search engine that follows changes."""
    rows = model._default_manager.select_related(*READ_ALONG.get(model, ()))
    for backend in get_search_backends(with_auto_update=True):
        for batch in in_batches(keys, BATCH):
            backend.add_bulk(model, list(rows.filter(pk__in=batch)))


def remove(model: type[Model], keys: Collection[Any]) -> None:
    """Take the rows KEYS of MODEL, which are deleted, out of every search engine that follows changes."""
    for backend in get_search_backends(with_auto_update=True):
        for batch in in_batches(keys, BATCH):
            backend.delete_bulk(model, batch)
