"""Measure of the search: queries by class, each with what must be on the first page; recall and rank.

``wording.yaml`` holds words of titles: whatever is shown must have them in a title. The others map a query to names
that must be among the first ten. ``strangers.csv`` holds questions by people who had seen neither the words of the city
nor the search; one of the answers must be among the first ten. Method may be tuned by them, words may not.
"""

import csv
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from search.query.find import find
from search.query.query import Query
from search.text.tokens import normal, runs

FIRST = 10  # results that count as the first page
HERE = Path(__file__).parent
IN_TITLES = ("one_character", "two_characters", "three_characters", "longer", "several_words")
BARS = dict.fromkeys(IN_TITLES, 0.98)
OTHERS = 0.90
STRANGERS = 0.95  # of all their questions together; a class of theirs has twenty or so


@dataclass(frozen=True)
class Asked:
    """A query of a class; ``names`` are wanted on the first page, none means whatever has the words in a title.

    ``one`` says that one of the names is enough.
    """

    group: str
    words: str
    names: tuple[str, ...] = ()
    one: bool = False


@dataclass(frozen=True)
class Measured:
    """``recall`` of what was wanted among the first ten, ``rank`` the reciprocal place of the first of it."""

    asked: Asked
    recall: float
    rank: float
    seen: tuple[str, ...]


def asked(*files: str) -> Iterator[Asked]:
    """Yield the queries of FILES."""
    for name in files:
        groups = YAML(typ="safe").load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
        for group, queries in groups.items():
            for words in queries:
                yield Asked(group, str(words), tuple(queries[words]) if isinstance(queries, dict) else ())


def asked_by_strangers(known: Container[str]) -> Iterator[Asked]:
    """Yield the questions of strangers that have an answer among the names that are KNOWN."""
    with (HERE / "strangers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = tuple(name for name in row["answers"].split("|") if name in known)
            if names:
                yield Asked(f"strangers: {row['class']}", row["question"], names, one=True)


def measure(one: Asked, titles: list[tuple[str, ...]]) -> Measured | None:
    """Ask ONE; TITLES are those of everything public. None where no title has its words, so nothing can be wanted."""
    hits = find(Query(one.words)).hits[:FIRST]
    seen = tuple(hit.titles[0] for hit in hits)
    if one.names:
        found = [name in seen for name in one.names]
        places = [place for place, name in enumerate(seen, 1) if name in one.names]
        recall = float(any(found)) if one.one else sum(found) / len(found)
        return Measured(one, recall, 1 / places[0] if places else 0.0, seen)
    wanted = sum(_has(each, one.words) for each in titles)
    if not wanted:
        return None
    right = [place for place, hit in enumerate(hits, 1) if _has(hit.titles, one.words)]
    return Measured(one, len(right) / min(wanted, FIRST), 1 / right[0] if right else 0.0, seen)


def _has(titles: tuple[str, ...], words: str) -> bool:
    text = " ".join(normal(title) for title in titles)
    return all(run in text for run in runs(normal(words)))
