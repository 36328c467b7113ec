"""The search server as the portal of the settings uses it."""

import secrets

import pytest

from search.engines import breaker, outside


@pytest.fixture
def configured(elasticsearch, settings, monkeypatch):
    """The server, switched on, with an index of its own that is still to be built; well again afterwards."""
    prefix = f"t{secrets.token_hex(4)}"
    settings.ELASTICSEARCH = {"hosts": [elasticsearch.address], "ca": "", "prefix": prefix, "replicas": 0}
    settings.SEARCH_ENGINE = "search.engines.elasticsearch.Engine"
    monkeypatch.setattr(breaker, "FIRST", 2.0)
    outside.engine.cache_clear()
    yield elasticsearch
    outside.engine.cache_clear()
    elasticsearch.resume()
    if not elasticsearch.is_healthy():
        elasticsearch.start()
    for name in elasticsearch.ask("GET", f"/{prefix}-*"):
        elasticsearch.ask("DELETE", f"/{name}")
