"""Work on definitions where there is no database, e.g. on the computer of an editor or in CI."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, InterfaceError

from configuration.models import AppliedDefinition

_offline: ContextVar[bool] = ContextVar("whether the database is left alone", default=False)


def is_offline() -> bool:
    """Return whether nothing may ask the database here."""
    return _offline.get()


@contextmanager
def unless_database() -> Iterator[bool]:
    """Leave the database alone inside the block if it does not answer or has no tables; the value tells whether."""
    try:
        AppliedDefinition.objects.exists()
    except (DatabaseError, InterfaceError):
        token = _offline.set(True)
        try:
            yield True
        finally:
            _offline.reset(token)
    else:
        yield False
