"""Counted attempts."""

import datetime as dt

import pytest

from portal.kit import clock
from portal.kit.limits import Limit
from portal.kit.models import Bucket

LIMIT = Limit("test", times=3, seconds=3600)


@pytest.mark.django_db
@pytest.mark.article("22.2")
def test_the_fourth_attempt_is_refused():
    assert [LIMIT.take("somebody") for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_others_are_counted_apart():
    for _ in range(4):
        LIMIT.take("somebody")
    assert LIMIT.take("somebody else")


@pytest.mark.django_db
def test_a_new_window_starts_at_zero(monkeypatch):
    for _ in range(4):
        LIMIT.take("somebody")
    later = clock.now() + dt.timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert LIMIT.take("somebody")


@pytest.mark.django_db
def test_who_it_was_is_not_stored():
    LIMIT.take("192.0.2.7 13800000000")
    assert "192.0.2.7" not in str(list(Bucket.objects.values()))
