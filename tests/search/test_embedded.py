"""The index inside the database of the run, FTS5 or tsvector, and the boxes of Wagtail that search in it."""

import pytest
from wagtail.search.backends import get_search_backend

from search.index.engines import choice
from tests.search.boxes import Boxes, stock
from tests.search.contract import Contract


class TestBoxes(Boxes):
    @pytest.fixture
    def backend(self, db):
        stock()
        return get_search_backend()


class TestEmbedded(Contract):
    @pytest.fixture
    def engine(self, db):
        return choice.embedded()
