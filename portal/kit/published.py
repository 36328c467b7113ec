"""What the public sees has a version: one file in the state folder whose time changes at every publication.

Everything cached in a process is keyed by it, so that a page published by another process is seen at once.
"""

import functools
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

T = TypeVar("T")
P = ParamSpec("P")

MARK = "portal.may_be_kept"
_kept: list[dict[int, Any]] = []


def _file() -> str:
    return f"{settings.STATE}/published"


def version() -> int:
    """Return the published version: nanoseconds, 0 before the first publication."""
    try:
        return os.stat(_file()).st_mtime_ns
    except FileNotFoundError:
        return 0


def bump() -> None:
    """Make every cached public answer stale, once the running transaction is committed."""
    transaction.on_commit(_touch, robust=True)


def _touch() -> None:
    """Set a new time: the kernel's own is coarse, and two publications within its tick would look like one."""
    Path(_file()).touch()
    now = max(time.time_ns(), version() + 1)
    os.utime(_file(), ns=(now, now))


def for_everybody(view: Callable[P, T]) -> Callable[P, T]:
    """Mark VIEW: its answer is the same for all visitors without a session and may be kept ready (portal/frontdoor)."""

    @functools.wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> T:
        request = args[0]
        assert isinstance(request, HttpRequest)  # noqa: S101  a decorator of function views
        mark(request)
        return view(*args, **kwargs)

    return marked


def mark(request: HttpRequest) -> None:
    """Say that the answer to REQUEST may be kept for everybody."""
    request.META[MARK] = True


def was_marked(environ: Mapping[str, Any]) -> bool:
    """Return whether the view that answered ENVIRON marked it."""
    return MARK in environ


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

    _kept.append(kept)
    return ask


def forget() -> None:
    """Drop every kept answer of this process, whatever the version."""
    for kept in _kept:
        kept.clear()
