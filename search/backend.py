"""The search of pages, items, points and of every box of the admin: our tokens in the engine of the database."""

from django.db import connection

# Each engine imports a model that exists on its own database only.
if connection.vendor == "postgresql":
    from search.index.engines.postgres import PostgresBackend as SearchBackend
else:
    from search.index.engines.sqlite import SqliteBackend as SearchBackend

__all__ = ["SearchBackend"]
