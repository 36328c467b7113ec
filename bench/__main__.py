"""`make bench`: starts a site of its own on a fresh state folder, measures, prints a table, stops by itself."""

import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

from bench import pages, searching, starting
from tests.running import Site


def show(title: str, head: list[str], rows: Iterable[list[str]]) -> None:
    """Print ROWS as they come, under TITLE."""
    print(f"\n## {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        site = Site(Path(folder))
        began = time.monotonic()
        try:
            show("Start", ["what", "seconds", "bar"], starting.rows(site))
            show("Pages, 8 clients", ["page", "size", "ours", "bare Django view", "ratio"], pages.rows(site))
            show("Search, 1 process", ["engine", "items", "index s", "p50 ms", "p95 ms", "found"], searching.rows(site))
        finally:
            site.stop()
        print(f"\nMeasured in {time.monotonic() - began:.0f} s on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
