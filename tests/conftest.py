"""Fixtures of every test: a migrated database, and nothing cached by the test before."""

import math

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings

from portal.kit import published
from search import query_log
from tests import snapshots
from tests.elasticsearch import elasticsearch

__all__ = ["elasticsearch"]

# A busy machine is no failure: how long things take is measured by the bench, not by properties. The same code gets
# the same examples, so that a run says something about a change; `make properties` looks for new ones.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("new", deadline=None, max_examples=1000)
settings.load_profile("suite")

# What runs on SQLite alone: tests that start whole sites in other processes, each on a database of its own, and tests
# of what no database can answer differently.
SQLITE_ALONE = ("journey", "own_site", "one_database")
LONGEST_ID = 60  # characters of one parameter


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Give this process a migrated database; one process of the run migrates, the others copy."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # After a test that commits, Django would empty every table, even of what migrations wrote.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: snapshots.restore())
        snapshots.migrate()
        yield
        connections.close_all()


@pytest.fixture(autouse=True, scope="session")
def _first_language():
    """Speak as a request of the shipped city does, in fixtures of a module, too."""
    translation.activate("zh-hans")


@pytest.fixture(autouse=True)
def _in_chinese():
    """Begin each test in the language of the shipped city; a test of another language activates it."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    """Values kept in the process until the next publication do not outlive a test's database.

    Nobody else publishes here, so nothing is read once a second: queries are counted without it.
    """
    monkeypatch.setattr(published, "EVERY", math.inf)
    yield
    published.forget()
    query_log.forget()


def pytest_report_header():
    """Say which database this run is about."""
    left_out = f"; left out: {', '.join(SQLITE_ALONE)}" if connection.vendor == "postgresql" else ""
    return f"database: {connection.vendor}{left_out}"


def pytest_make_parametrize_id(val):
    """Keep ids short and the same in every process: bytes of an archive hold the time at which it was packed."""
    if isinstance(val, bytes):
        return f"{len(val)} bytes"
    if isinstance(val, str) and len(val) > LONGEST_ID:
        return f"{val[:LONGEST_ID]!a} and {len(val) - LONGEST_ID} more"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Send tests that share a server to one worker (`--dist loadgroup`); leave out what runs on SQLite alone."""
    for item in items:
        if "elasticsearch" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("elasticsearch"))
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("journeys"))
            item.add_marker(pytest.mark.journey)
        if "architecture" in item.path.parts:
            item.add_marker(pytest.mark.one_database)
    if connection.vendor == "postgresql":
        left_out = [item for item in items if any(map(item.get_closest_marker, SQLITE_ALONE))]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
