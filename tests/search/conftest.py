"""The search server as the portal of the settings uses it."""

import secrets

import pytest

from search.index.engines import breaker, outside
from search.index.engines import elasticsearch as elasticsearch_engine


@pytest.fixture
def configured(elasticsearch, settings, monkeypatch):
    """The server, switched on, with an index of its own that is still to be built; well again afterwards."""
    prefix = f"t{secrets.token_hex(4)}"
    settings.ELASTICSEARCH = {"hosts": [elasticsearch.address], "ca": "", "prefix": prefix, "replicas": 0}
    settings.SEARCH_ENGINE = "search.index.engines.elasticsearch.ElasticsearchEngine"
    monkeypatch.setattr(breaker, "FIRST", 2.0)
    # A busy machine is no outage; tests of slowness set it back.
    monkeypatch.setattr(elasticsearch_engine.ElasticsearchEngine, "patience", 30.0)
    outside.engine.cache_clear()
    yield elasticsearch
    outside.engine.cache_clear()
    elasticsearch.resume()
    if not elasticsearch.is_healthy():
        elasticsearch.start()
    for name in elasticsearch.ask("GET", f"/{prefix}-*"):
        elasticsearch.ask("DELETE", f"/{name}")


@pytest.fixture
def pause(elasticsearch, monkeypatch):
    """Let the server stand still, and give it as long to answer as in production."""

    def pause():
        monkeypatch.setattr(elasticsearch_engine.ElasticsearchEngine, "patience", elasticsearch_engine.PATIENCE)
        elasticsearch.pause()

    return pause


@pytest.fixture
def resume(elasticsearch, monkeypatch):
    """Let it go on."""

    def resume():
        monkeypatch.setattr(elasticsearch_engine.ElasticsearchEngine, "patience", 30.0)
        elasticsearch.resume()

    return resume
