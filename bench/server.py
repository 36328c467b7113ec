"""The same search with a search server beside the database: a real one, started and stopped for the measurement."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import override_settings

from search.index import documents
from search.index.engines import outside
from tests.elasticsearch import MissingError, Server, unpacked


def rows(number: str, measure: Callable[[], list[str]]) -> Iterator[list[str]]:
    """Yield one row beside those of NUMBER items: seconds to index, MB, and what MEASURE says of the parts."""
    try:
        with running() as server:
            began = time.perf_counter()
            outside.rebuild(documents.all_documents())
            took = time.perf_counter() - began
            measure()  # the server compiles what it runs often
            yield ["ours, Elasticsearch", number, f"{took:.1f}", _size(server), *measure()]
    except MissingError as missing:
        yield [f"Elasticsearch: skipped. {missing}"]


@contextmanager
def running() -> Iterator[Server]:
    """Let an empty server answer the search; raises MissingError where the machine has none."""
    server = Server(unpacked())
    given = settings.ELASTICSEARCH | {"hosts": [server.address]}
    try:
        server.start()
        with override_settings(
            ELASTICSEARCH=given, SEARCH_ENGINE="search.index.engines.elasticsearch.ElasticsearchEngine"
        ):
            outside.engine.cache_clear()
            yield server
    finally:
        outside.engine.cache_clear()
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def _size(server: Server) -> str:
    stored = server.ask("GET", "/_stats/store")["_all"]["total"]["store"]["size_in_bytes"]
    return f"{stored / 1e6:.0f}"
