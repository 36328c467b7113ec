"""What the public sees has a version: one file in the state folder whose time changes at every publication.

Everything cached in a process is keyed by it, so that a page published by another process is seen at once.
"""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import transaction

T = TypeVar("T")


def _file() -> Path:
    return Path(settings.STATE) / "published"


def version() -> int:
    """Return the published version: nanoseconds, 0 before the first publication."""
    try:
        return _file().stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def bump() -> None:
    """Make every cached public answer stale, once the running transaction is committed."""
    transaction.on_commit(_file().touch)


def cached(make: Callable[[], T]) -> Callable[[], T]:
    """Keep the answer of MAKE until the next publication."""
    kept: dict[int, T] = {}

    @functools.wraps(make)
    def ask() -> T:
        now = version()
        if now not in kept:
            kept.clear()
            kept[now] = make()
        return kept[now]

    ask.forget = kept.clear  # type: ignore[attr-defined]
    return ask
