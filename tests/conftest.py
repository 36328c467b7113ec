"""What every test can rely on: nothing cached by the test before."""

import math

import pytest
from hypothesis import settings

from portal.kit import published
from search import asked
from tests.elasticsearch import elasticsearch

__all__ = ["elasticsearch"]

# A busy machine is no failure: how long things take is measured by the bench, not by properties.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    """Values kept in the process until the next publication do not outlive a test's database.

    Nobody else publishes here, so nothing is read once a second: queries are counted without it.
    """
    monkeypatch.setattr(published, "EVERY", math.inf)
    yield
    published.forget()
    asked.forget()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """One search server a run: whatever uses it runs in one worker (`--dist loadgroup`)."""
    for item in items:
        if "elasticsearch" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("elasticsearch"))
