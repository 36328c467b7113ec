"""Jobs of a web process beside its requests: it writes what it keeps in memory, on a thread of its own.

The periodic jobs (portal/kit/periodic.py) run in another process, which cannot see that memory. No job ends the
process: what fails is logged and tried again in the next round.
"""

import logging
import threading
from collections.abc import Callable

from django.db import connection

EVERY = 20.0  # seconds between two rounds

log = logging.getLogger(__name__)
_jobs: dict[str, Callable[[], object]] = {}


def register(name: str, job: Callable[[], object]) -> None:
    """Run JOB in every round of every web process."""
    _jobs[name] = job


def start(every: float = EVERY) -> threading.Thread:
    """Start the thread, with a round each EVERY seconds; it ends with the process."""
    thread = threading.Thread(target=_rounds, args=[every], name="web-jobs", daemon=True)
    thread.start()
    return thread


def run() -> list[str]:
    """Run all jobs once; return the names of those that failed, whose errors are in the log."""
    failed = []
    for name, job in _jobs.items():
        try:
            job()
        except Exception as error:  # noqa: BLE001  no error may end the rounds
            log.warning("'%s' failed and is tried again: %s", name, error)
            failed.append(name)
    return failed


def _rounds(every: float) -> None:
    pause = threading.Event()
    _keep_open()
    while not pause.wait(every):
        failed = run()
        if failed or connection.vendor != "sqlite":
            connection.close()
        _keep_open()


def _keep_open() -> None:
    """Keep one connection to SQLite open: without any, the next one must write a file before it can read.

    On a full disk it could not, and reading would end with the last connection.
    """
    if connection.vendor == "sqlite":
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT COUNT(*) FROM sqlite_master")
                cursor.fetchone()
        except Exception as error:  # noqa: BLE001
            log.warning("The database cannot be opened: %s", error)
