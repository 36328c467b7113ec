"""The published version: a number in the database, raised in every transaction that changes what the public sees.

Everything that a process caches holds for one version. A process reads the number at most once a second, so it sees the
publication of another process after a second at most, and its own at once after the commit.
"""

import functools
import logging
import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeVar

from django.db import Error, connection, transaction
from django.http import HttpRequest

from portal.kit import connections

T = TypeVar("T")
P = ParamSpec("P")

EVERY = 1.0  # seconds between two readings of a process
MAY_BE_KEPT = "portal.may_be_kept"
# What Wagtail writes of a row when somebody saves a draft of it; the public sees none of it.
OF_DRAFTS = {
    *("latest_revision", "latest_revision_created_at", "draft_title"),
    *("has_unpublished_changes", "wagtail_admin_comments"),
}

log = logging.getLogger(__name__)


class _Known:
    """Version known to this process: ``number`` as the database had it, ``version`` as it is handed out here."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.number = -1
        self.version = 0
        self.read_at = -math.inf
        self.watched = False

    def take(self, number: int | None, *, is_new: bool = False) -> None:
        """Note that the database has NUMBER (None: it did not say); another one than before IS NEW in any case."""
        with self.lock:
            self.read_at = time.monotonic()
            if not is_new and number in {self.number, None}:
                return
            self.number = self.number if number is None else number
            self.version += 1
        for tell in _listeners:
            tell()


_known = _Known()
_kept: list[dict[int, Any]] = []
_listeners: list[Callable[[], object]] = []
_raised = threading.local()


def version() -> int:
    """Return the published version as this process knows it; a reading is due once a second.

    Numbers of different processes say nothing about each other. If the database does not answer, the last version
    stays. Not for an event loop, because it may read: see `known_version` and `watch`.
    """
    due = not _known.watched and time.monotonic() - _known.read_at >= EVERY
    if due and not (connection.in_atomic_block and _is_raised_here()):
        _known.take(_read())
    return _known.version


def known_version() -> int:
    """Return the published version without asking the database."""
    return _known.version


def watch() -> None:
    """Read the version each second in a thread of its own from now on; a web server does, so that no request waits."""
    _known.watched = True
    threading.Thread(target=_watch, name="published version", daemon=True).start()


def _watch() -> None:
    while True:
        try:
            _known.take(connections.ask(_number))
        except Exception:
            log.exception("The published version could not be read.")
        time.sleep(EVERY)


def bump() -> None:
    """Make every cached public answer stale, in all processes, once the running transaction is committed.

    Call it in the transaction of the change, or after the change. It adds a row instead of counting one up: two
    transactions that publish would wait for each other, or lock each other out for good.
    """
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kit_publishedversion (raised_by) VALUES (1)")
    _raised.unread = True
    transaction.on_commit(_read_after_commit, robust=True)


def concerns_public(update_fields: Iterable[str] | None) -> bool:
    """Return whether ``save(update_fields=…)`` of a row changes more than its draft."""
    return update_fields is None or not OF_DRAFTS.issuperset(update_fields)


def _read_after_commit() -> None:
    """Read the number at once, however many times the transaction raised it."""
    if _raised.unread:
        _raised.unread = False
        _known.take(_read(), is_new=True)


def _is_raised_here() -> bool:
    """Return whether the running transaction has raised the number, which nobody else can see before the commit."""
    return any(_read_after_commit in waiting for waiting in connection.run_on_commit)


def _read() -> int | None:
    """Return the number as the connection of this thread sees it, None if the database does not answer."""
    try:
        if not connection.in_atomic_block:
            return _number()
        with transaction.atomic():  # on PostgreSQL a question that fails spoils the transaction
            return _number()
    except Error:
        return None


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(SUM(raised_by), 0) FROM kit_publishedversion")
        return int(cursor.fetchone()[0])


def when_changed(tell: Callable[[], object]) -> None:
    """Call TELL in this process at each new version; it must be quick and ask nothing of the database."""
    _listeners.append(tell)


def for_everybody(view: Callable[P, T]) -> Callable[P, T]:
    """Allow the answer of VIEW, the same for all visitors without a session, to be kept ready (portal/server)."""

    @functools.wraps(view)
    def declared(*args: P.args, **kwargs: P.kwargs) -> T:
        request = args[0]
        assert isinstance(request, HttpRequest)  # noqa: S101  a decorator of function views
        allow_keeping(request)
        return view(*args, **kwargs)

    return declared


def allow_keeping(request: HttpRequest) -> None:
    """Allow the answer to REQUEST to be kept for everybody."""
    request.META[MAY_BE_KEPT] = True


def forbid_keeping(request: HttpRequest) -> None:
    """Take back that the answer to REQUEST may be kept: it is for this visitor alone."""
    request.META.pop(MAY_BE_KEPT, None)


def may_be_kept(environ: Mapping[str, Any]) -> bool:
    """Return whether the view that answered ENVIRON allowed the answer to be kept."""
    return MAY_BE_KEPT in environ


def cached(make: Callable[[], T]) -> Callable[[], T]:
    """Keep the answer of MAKE until the next publication."""
    kept: dict[int, T] = {}

    @functools.wraps(make)
    def ask() -> T:
        now = version()
        try:
            return kept[now]
        except KeyError:
            made = make()
        kept.clear()
        kept[now] = made
        return made

    _kept.append(kept)
    return ask


def forget() -> None:
    """Drop every kept answer of this process, of any version."""
    for kept in _kept:
        kept.clear()
