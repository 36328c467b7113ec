"""A city from its definitions inside the test database, taken out afterwards: `from tests.city import city`."""

import functools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from portal.kit import published, site
from tests.running import ROOT

QINGDAO = (ROOT / "definitions" / "qingdao", ROOT / "definitions" / "demo")
RIVERMOUTH = (ROOT / "tests" / "definitions" / "rivermouth",)


@pytest.fixture(scope="module")
def city(request, django_db_setup, django_db_blocker):
    """Put the city of the folders of the module's CITY (default: Qingdao with its demo data) into the database."""
    place = _copy if connection.vendor == "sqlite" else _in_a_transaction
    with django_db_blocker.unblock(), place(getattr(request.module, "CITY", QINGDAO)):
        published.forget()
        yield site.current()
    published.forget()


@contextmanager
def _copy(folders: tuple[Path, ...]) -> Iterator[None]:
    before = _copied()
    _applied(folders).backup(connection.connection)
    yield
    before.backup(connection.connection)


@functools.cache
def _applied(folders: tuple[Path, ...]) -> sqlite3.Connection:
    """Return a copy of the database with FOLDERS applied; they are applied once a process."""
    _apply(folders)
    return _copied()


def _copied() -> sqlite3.Connection:
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)
    return copy


@contextmanager
def _in_a_transaction(folders: tuple[Path, ...]) -> Iterator[None]:
    with transaction.atomic():
        _apply(folders)
        yield
        transaction.set_rollback(True)


def _apply(folders: tuple[Path, ...]) -> None:
    published.forget()
    call_command("definitions", "apply", *map(str, folders), verbosity=0)
