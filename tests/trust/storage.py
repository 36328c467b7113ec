"""A database that refuses, in a test: read-only for as long as a block lasts, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import connection, transaction


@contextmanager
def read_only() -> Iterator[None]:
    """Let every statement that writes fail.

    A test is one transaction, a request of a server is none. SQLite goes on after a statement that failed, so Django
    is kept from refusing. PostgreSQL does not: what comes after a failure is seen only in a test with
    ``transactional_db``.
    """
    with (_postgresql if connection.vendor == "postgresql" else _sqlite)():
        yield


@contextmanager
def _postgresql() -> Iterator[None]:
    if connection.in_atomic_block:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
            yield
            transaction.set_rollback(True)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")


@contextmanager
def _sqlite() -> Iterator[None]:
    connection.ensure_connection()
    connection.connection.execute("PRAGMA query_only = ON")
    try:
        with mock.patch.object(connection, "validate_no_broken_transaction"):
            yield
    finally:
        connection.connection.execute("PRAGMA query_only = OFF")
        connection.needs_rollback = False
