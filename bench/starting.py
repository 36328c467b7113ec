"""Time until the site answers after `make run`: the first start, and the next."""

from collections.abc import Iterator

from tests.running import Site

SECOND_START = 5.0  # seconds; the bar
HEAD = ["what", "seconds", "bar"]


def rows(site: Site) -> Iterator[list[str]]:
    """Yield what was started, the seconds it took and the bar; the site runs afterwards."""
    yield ["first start: migrate, static files, definitions", f"{site.start():.1f}", ""]
    site.stop()
    yield ["second start", f"{site.start():.1f}", f"< {SECOND_START:.0f}"]
