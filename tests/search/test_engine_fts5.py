import pytest
from django.db import connection

from search.engines import fts5
from tests.search.contract import Contract


class TestSQLite(Contract):
    @pytest.fixture
    def engine(self, db):
        if connection.vendor != "sqlite":
            pytest.skip("The suite runs on another database; tests/search/on_postgres.py asks it.")
        return fts5.Engine()
