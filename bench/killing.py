"""Submissions while processes are killed, on SQLite and on PostgreSQL: `make bench ONLY=killing`.

1,000 applications by 8 clients, 20 times kill -9 of the worker, of one process of the server, of the server and of
everything, in turn. `SIZES=100` makes it shorter. The last kind is started again by the bench, in the place of systemd;
from the others the site recovers by itself.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.sizes import sizes
from tests.postgres import MissingError, cluster
from tests.running import Site
from tests.trust.killing import Outcome, submit_while_killing

KILLS, CLIENTS = 20, 8
HEAD = ["database", "receipts", "kills", "lost", "twice", "without receipt", "longest absence, s", "minutes"]


def rows(_site: Site) -> Iterator[list[str]]:
    """Yield the figures of SQLite, then of PostgreSQL."""
    yield _measured("SQLite", {})
    try:
        with cluster() as address:
            yield _measured("PostgreSQL", {"DATABASE_URL": address})
    except MissingError as missing:
        yield [f"PostgreSQL: skipped. {missing}"]


def _measured(name: str, environment: dict[str, str]) -> list[str]:
    submissions = sizes("1000")[-1]
    with tempfile.TemporaryDirectory(prefix="portal-killing-") as folder:
        site = Site(Path(folder), extra={"PORTAL_PROXIES": "1", **environment})
        try:
            site.start()
            outcome = submit_while_killing(site, submissions=submissions, kills=KILLS, clients=CLIENTS)
        finally:
            site.kill()
    return [name, *_figures(outcome)]


def _figures(outcome: Outcome) -> list[str]:
    counted = (len(outcome.receipts), len(outcome.absences), outcome.lost, outcome.twice, outcome.unasked)
    return [*map(str, counted), f"{max(outcome.absences):.1f}", f"{outcome.seconds / 60:.1f}"]
