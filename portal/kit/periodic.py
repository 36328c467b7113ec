"""Periodic jobs: each app registers its own, `tick` and `serve` run them."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections, connection

from portal.kit import clock
from portal.kit.models import PeriodicRun
from portal.kit.speaking import as_site

EVERY = 60  # seconds between two rounds

log = logging.getLogger(__name__)
_jobs: dict[str, Callable[[], object]] = {}


def register(name: str, job: Callable[[], object]) -> None:
    """Run JOB in every round; it finds out itself what is due, and running it twice does no harm."""
    _jobs[name] = job


def run() -> list[str]:
    """Run all jobs; return the names of those that failed, whose errors are in the log.

    Neither a job that fails nor a database that is locked for longer than a connection waits keeps the others.
    """
    failed = []
    for name, job in _jobs.items():
        try:
            with as_site():
                job()
        except Exception:
            log.exception("the periodic job '%s' failed", name)
            failed.append(name)
            if not connection.in_atomic_block:
                close_old_connections()  # what the failure left unusable is opened anew
            _record(name, "failed_at")
        else:
            _record(name, "succeeded_at")
    return failed


def last_successes() -> dict[str, dt.datetime | None]:
    """Return of each job when it last succeeded; None: not yet on this database."""
    found = dict(PeriodicRun.objects.values_list("name", "succeeded_at"))
    return {name: found.get(name) for name in _jobs}


def _record(name: str, field: str) -> None:
    try:
        PeriodicRun.objects.bulk_create(
            [PeriodicRun(name=name, **{field: clock.now()})],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=[field],
        )
    except DatabaseError as error:
        log.warning("the periodic job '%s' could not be recorded (%s)", name, error)
