"""Entries similar to a query that nothing answers word by word: they have most of it, rare words first.

Always asked of the index in the database, so that every engine has the same neighbours.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from search.index.engines.base import EngineQuery, Group, Phrase, SearchHit
from search.index.engines.embedded import Embedded
from search.query.parse import QueryWord
from search.text.tokens import is_word, runs, term

CAP = 2000  # entries that are looked at for each word; a word that more have says little
ENOUGH = 0.35  # of the weight of a question must be in an entry
NEAR = 0.45  # of the best entry's share
WEAK = 0.3  # of the weight of another word
BODY = 0.5  # what a word in the text counts beside one in a title
PIECES = 0.8  # what all pairs of a word count beside the word itself
MOST = 60

Shares = dict[int, float]
"""What part of a word an entry has, 0 to 1, by the number of the entry."""


def nearest(engine: Embedded, parts: Sequence[QueryWord], language: str) -> list[tuple[SearchHit, tuple[str, ...]]]:
    """Return the entries for readers of LANGUAGE that have most of PARTS, best first, each with its facet values."""
    words = list(map(_Word.of, parts))
    for word, answers in zip(words, _asked(engine, words, language), strict=True):
        word.take(answers)
    total = sum(word.weight for word in words)
    scores: Shares = {}
    for word in words:
        for number, share in word.shares.items():
            scores[number] = scores.get(number, 0.0) + share * word.weight / total
    top = max(scores.values(), default=0.0)
    kept = [number for number, score in scores.items() if score >= max(ENOUGH, top * NEAR)]
    kept.sort(key=lambda number: (-scores[number], number))
    return engine.entries(kept[:MOST], language)


@dataclass
class _Word:
    """A part of the question: looked for as a whole, with all that means the same, and in its pieces."""

    whole: Group
    pieces: list[Group]
    worth: float
    weight: float = 0.0
    shares: Shares = field(default_factory=dict)

    @classmethod
    def of(cls, part: QueryWord) -> "_Word":
        return cls(part.group, [((Phrase((piece,)),),) for piece in _pairs(part.text)], WEAK if part.weak else 1.0)

    def questions(self, language: str) -> Iterator[EngineQuery]:
        """Yield the queries to the index: each group in titles alone, and anywhere."""
        for group in (self.whole, *self.pieces):
            yield EngineQuery((group,), language, titles_only=True)
            yield EngineQuery((group,), language)

    def take(self, answers: list[list[int]]) -> None:
        """Weigh the word by how few entries have it, and note what part of it each entry has."""
        (titles, anywhere), *pieces = zip(answers[::2], answers[1::2], strict=True)
        weights = [_weight(found) for _titles, found in pieces]
        self.weight = self.worth * max(_weight(anywhere), sum(weights) if not anywhere else 0.0)
        known = sum(1 for weight in weights if weight) / len(weights) if weights else 0.0
        for weight, (in_titles, found) in zip(weights, pieces, strict=True):
            share = PIECES * weight / sum(weights) * (0.5 + known / 2) if weight else 0.0
            for number in found:
                self.shares[number] = self.shares.get(number, 0.0) + share * BODY
            for number in in_titles:
                self.shares[number] = self.shares.get(number, 0.0) + share * (1 - BODY)
        self.shares |= {number: max(self.shares.get(number, 0.0), BODY) for number in anywhere}
        self.shares |= dict.fromkeys(titles, 1.0)


def _asked(engine: Embedded, words: Sequence[_Word], language: str) -> Iterator[list[list[int]]]:
    questions = [list(word.questions(language)) for word in words]
    answers = iter(engine.numbers([question for some in questions for question in some], CAP))
    for some in questions:
        yield [next(answers) for _question in some]


def _weight(found: Sequence[int]) -> float:
    return math.log(1 + CAP / len(found)) if found else 0.0


def _pairs(text: str) -> list[str]:
    """Return the pairs of characters of the longer Han runs of TEXT, as the index has them."""
    long = [run for run in runs(text) if not is_word(run) and len(run) > 2]  # noqa: PLR2004  a pair is its own piece
    return list(dict.fromkeys(token for run in long for a, b in pairwise(run) for token in term(a + b).tokens))
