"""`make bench`: starts a site of its own on a fresh state folder, measures, prints tables, stops by itself.

`make bench ONLY=pages` measures one part alone; the parts are the names in PARTS. `SIZES=1000,100000` sets how many
items the small and the large city have, where they grow. `LIST=` and `MINUTES=` belong to the part busy.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

from bench import (  # noqa: E402  models need the settings
    applying,
    busy,
    forms,
    growing,
    killing,
    pages,
    queue,
    relevance,
    searching,
    starting,
)
from tests.running import Site  # noqa: E402

PARTS = {
    "starting": ("Start", starting.HEAD, starting.rows),
    "pages": ("Pages, 8 clients: requests per second and 99th percentile", pages.HEAD, pages.rows),
    "relevance": ("Search: what is on the first page", relevance.HEAD, relevance.rows),
    "growing": ("Cost of a page in a small and a large city", growing.HEAD, growing.rows),
    "applying": ("Definitions of a large city", applying.HEAD, applying.rows),
    "forms": ("Rules and pages of forms, 1 process", forms.HEAD, forms.rows),
    "queue": ("Queue of cases, few and many", queue.HEAD, queue.rows),
    "busy": ("Reading and submitting while a list is imported", busy.HEAD, busy.rows),
    "searching": ("Search, 1 process", searching.HEAD, searching.rows),
    "killing": ("Submissions while processes are killed, 2 web processes", killing.HEAD, killing.rows),
}


def show(title: str, head: list[str], rows: Iterable[list[str]]) -> None:
    """Print ROWS as they come, under TITLE."""
    print(f"\n## {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def only(name: str) -> None:
    """Print the rows of the part NAME for another process."""
    for row in PARTS[name][2](None):
        print(json.dumps(row, ensure_ascii=False), flush=True)


def main(wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        site = Site(Path(folder))
        began = time.monotonic()
        try:
            for name in wanted or PARTS:
                if not site.process and name not in {"starting", "killing", "queue", "forms"}:
                    site.start()
                show(PARTS[name][0], PARTS[name][1], PARTS[name][2](site))
        finally:
            site.stop()
        print(f"\nMeasured in {time.monotonic() - began:.0f} s on {os.cpu_count()} cores.")


if __name__ == "__main__":
    only(sys.argv[2]) if sys.argv[1:2] == ["--rows"] else main(sys.argv[1:])
