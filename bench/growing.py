"""Pages of a small and of a large city, made anew for each request: their cost must not grow with what they hide."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import measure
from bench.pages import ALONE
from bench.sizes import sizes
from tests.running import Site

BAR = 1.5  # times the small city
PAGES = {
    "home": "/",
    "catalogue": "/items/",
    "catalogue, page 40": "/items/?page=40",
    "catalogue, two facets": "/items/?audience=natural_person&theme=p-social-security",
    "guide": "/items/social-card-replace/",
    "points": "/points/",
    "contacts": "/contacts/",
}
SMALL, LARGE = sizes("1000,10000")[0], sizes("1000,10000")[-1]
HEAD = ["page, made anew", f"{SMALL:,} items, p50 ms", f"{LARGE:,} items, p50 ms", f"ratio (bar {BAR})"]


def rows(_site: Site) -> Iterator[list[str]]:
    """Yield a row for each page as HEAD says."""
    small, large = _city(SMALL), _city(LARGE)
    for name in PAGES:
        yield [name, f"{small[name]:.1f}", f"{large[name]:.1f}", f"{large[name] / small[name]:.2f}"]


def _city(size: int) -> dict[str, float]:
    with _site(size) as site:
        return {name: measure(site.port, path, ALONE, clients=1).p50 for name, path in PAGES.items()}


@contextmanager
def _site(size: int) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        site = Site(Path(folder))
        site.start()
        site.manage("demo_city", "--size", str(size))
        try:
            yield site
        finally:
            site.stop()
