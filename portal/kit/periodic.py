"""What is done again and again while the site runs: each app registers a job, `tick` and `serve` run them."""

import logging
from collections.abc import Callable

EVERY = 60  # seconds between two rounds

log = logging.getLogger(__name__)
_jobs: dict[str, Callable[[], object]] = {}


def register(name: str, job: Callable[[], object]) -> None:
    """Run JOB in every round; it finds out itself what is due, and running it twice does no harm."""
    _jobs[name] = job


def run() -> list[str]:
    """Run all jobs; return the names of those that failed, whose errors are in the log."""
    failed = []
    for name, job in _jobs.items():
        try:
            job()
        except Exception:
            log.exception("the periodic job '%s' failed", name)
            failed.append(name)
    return failed
