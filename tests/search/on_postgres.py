"""Both contracts on PostgreSQL; run by tests/search/test_postgres.py in a process of its own, so not collected here."""

import pytest
from wagtail.search.backends import get_search_backend

from search.engines import tsvector
from tests.search.boxes import Boxes, stock
from tests.search.contract import Contract


class TestBoxes(Boxes):
    @pytest.fixture
    def backend(self, db):
        stock()
        return get_search_backend()


class TestPostgreSQL(Contract):
    @pytest.fixture
    def engine(self, db):
        return tsvector.Engine()
