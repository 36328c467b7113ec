"""The contract on PostgreSQL; run by tests/search/test_postgres.py in a process of its own, so not collected here."""

import pytest
from wagtail.search.backends import get_search_backend

from tests.search.contract import Contract, stock


class TestPostgreSQL(Contract):
    @pytest.fixture
    def backend(self, db):
        stock()
        return get_search_backend()
