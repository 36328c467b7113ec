"""Quality of search results: recall among the first ten and mean reciprocal rank, by class of query and engine.

Over the definitions and the list of a real city, where it is beside the project.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterator

from django.db import connection

from bench import postgres, searching, server
from catalog.models import ServiceItem
from search.index import documents
from search.index.engines import outside
from search.models import IndexEntry
from tests.elasticsearch import MissingError
from tests.search import relevance

HEAD = ["engine", "class", "questions", "recall@10", "bar", "MRR"]


def rows(_site: object) -> Iterator[list[str]]:
    """Yield a row a class of tests/search/relevance and engine."""
    searching.prepare()
    yield from _rows()
    if connection.vendor == "sqlite":
        yield from _on_a_server()
    yield from postgres.rows("relevance")


def _on_a_server() -> Iterator[list[str]]:
    try:
        with server.running():
            outside.rebuild(documents.all_documents())
            yield from _rows()
    except MissingError as missing:
        yield [f"Elasticsearch: skipped. {missing}"]


def _rows() -> Iterator[list[str]]:
    listed = ServiceItem.objects.exclude(imported_from="").exists()
    entries = IndexEntry.objects.exclude(bucket__language="en").values_list("titles", flat=True)
    titles = [tuple(text.split("\n")) for text in entries]
    found = defaultdict(list)
    known = {title for some in titles for title in some}
    own = relevance.asked("wording", "spoken", "typed", *(["listed"] if listed else []))
    for one in (*own, *relevance.asked_by_strangers(known)):
        if measured := relevance.measure(one, titles):
            found[one.group].append(measured)
    name = searching.engine_name()
    for group, each in found.items():
        recall, rank = (statistics.mean(getattr(one, name) for one in each) for name in ("recall", "rank"))
        bar = relevance.BARS.get(group, relevance.OTHERS)
        yield [name, group.replace("_", " "), str(len(each)), f"{recall:.3f}", f"{bar:.2f}", f"{rank:.3f}"]
