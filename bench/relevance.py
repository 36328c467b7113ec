"""How well the search answers: recall among the first ten and mean reciprocal rank, by class of question."""

import statistics
from collections import defaultdict
from collections.abc import Iterator

from bench import searching
from catalog.models import ServiceItem
from search.engines import choice, outside
from search.models import IndexEntry
from tests.search import relevance

HEAD = ["class", "questions", "engine", "recall@10", "bar", "MRR"]


def rows(_site: object) -> Iterator[list[str]]:
    """Yield a row a class of tests/search/relevance, over the definitions and a real city's list if it is there."""
    searching.prepare()
    listed = ServiceItem.objects.exclude(imported_from="").exists()
    entries = IndexEntry.objects.exclude(shelf__language="en").values_list("titles", flat=True)
    titles = [tuple(text.split("\n")) for text in entries]
    found = defaultdict(list)
    for one in relevance.asked("wording", "spoken", "typed", *(["listed"] if listed else [])):
        if measured := relevance.measure(one, titles):
            found[one.group].append(measured)
    first = outside.engine()
    engine = first.name if first else choice.embedded().name
    for group, each in found.items():
        recall, rank = (statistics.mean(getattr(one, name) for one in each) for name in ("recall", "rank"))
        bar = relevance.BARS.get(group, relevance.OTHERS)
        yield [group.replace("_", " "), str(len(each)), engine, f"{recall:.3f}", f"{bar:.2f}", f"{rank:.3f}"]
