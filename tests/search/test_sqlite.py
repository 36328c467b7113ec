import pytest
from django.db import connection
from wagtail.search.backends import get_search_backend

from tests.search.boxes import Boxes, stock


class TestSQLite(Boxes):
    @pytest.fixture
    def backend(self, db):
        if connection.vendor != "sqlite":
            pytest.skip("The suite runs on another database; tests/search/test_postgres.py asks it.")
        stock()
        return get_search_backend()
