"""Moments of the small city and clocks that stand still."""

import datetime as dt

import pytest

from portal.kit import clock


def local(text: str) -> dt.datetime:
    """Return TEXT, e.g. ``2026-11-26 09:30``, as a moment in the time of the city."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.zone())


@pytest.fixture
def stopped(monkeypatch):
    """Stop the clock, so that no window of a limit ends in the middle of a test; the value moves it on."""
    now = [clock.now().replace(minute=1)]
    monkeypatch.setattr(clock, "now", lambda: now[0])

    def later(**span):
        now[0] += dt.timedelta(**span)

    return later
