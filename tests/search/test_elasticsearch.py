"""Elasticsearch, the real one: the same contract, versions behind an alias, and what happens when it is not there."""

import secrets

import pytest

from search.engines.elasticsearch import Engine
from tests.elasticsearch import elasticsearch
from tests.search.contract import Contract

__all__ = ["elasticsearch"]

pytestmark = [pytest.mark.slow, pytest.mark.elasticsearch]


@pytest.fixture
def engine(elasticsearch, settings):
    """An engine on an index of its own, empty."""
    prefix = f"t{secrets.token_hex(4)}"
    settings.ELASTICSEARCH = {"hosts": [elasticsearch.address], "ca": "", "prefix": prefix, "replicas": 0}
    engine = Engine()
    engine.rebuild([])
    yield engine
    for name in elasticsearch.ask("GET", f"/{prefix}-*"):
        elasticsearch.ask("DELETE", f"/{name}")


class TestElasticsearch(Contract):
    """The contract; the fixture is above."""
