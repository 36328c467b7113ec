"""Copies of the test database, made once a run and shared by its processes: migrated, or with a city applied.

On SQLite a copy is a file in the folder of the run. On PostgreSQL it is a database of the run's own cluster, from which
the database of a process is created as from a template; so a copied city costs the same on both.
"""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.urls import clear_url_caches

from portal.kit import published

MIGRATED = "migrated"
_here = MIGRATED


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at PATH as long as the block lasts; other processes wait."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def restore(name: str = "", make: Callable[[], None] | None = None) -> None:
    """Make the test database equal to the copy NAME, by default the one restored last.

    The first process of the run that asks for NAME calls MAKE on a migrated database and keeps the result.
    """
    global _here  # noqa: PLW0603  one process has one test database
    _here = name or _here
    path = settings.RUN / _here
    copies = _Files if connection.vendor == "sqlite" else _Databases
    with locked(path):
        if make and not path.exists():
            if _here != MIGRATED:
                copies.restore(settings.RUN / MIGRATED)
            _forget()
            make()
            copies.keep(path)
    copies.restore(path)
    _forget()


def migrate() -> None:
    """Switch from the configured database to one for tests of this process, migrated."""
    name = connection.creation._get_test_db_name()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.close()
    if connection.vendor == "postgresql":
        _Databases.create(name, "template0")
    restore(MIGRATED, lambda: call_command("migrate", verbosity=0))


def _forget() -> None:
    published.forget()
    # Addresses begin otherwise where the first language is another one.
    clear_url_caches()
    ContentType.objects.clear_cache()


class _Files:
    """Copies of an SQLite database."""

    @staticmethod
    def keep(path: Path) -> None:
        made = path.with_suffix(".part")
        connection.ensure_connection()
        with closing(sqlite3.connect(made)) as copy:
            connection.connection.backup(copy)
        made.rename(path)

    @staticmethod
    def restore(path: Path) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            copy.backup(connection.connection)


class _Databases:
    """Copies of a PostgreSQL database; the path is an empty file that says that the copy is whole."""

    @classmethod
    def keep(cls, path: Path) -> None:
        connection.close()
        cls.create(path.name, connection.settings_dict["NAME"])
        path.touch()

    @classmethod
    def restore(cls, path: Path) -> None:
        connection.close()
        cls.create(connection.settings_dict["NAME"], path.name)

    @staticmethod
    def create(name: str, template: str) -> None:
        """Create the database NAME as a copy of TEMPLATE, in the place of one that bears this name."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
