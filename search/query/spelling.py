"""Titles as they are written: what a mistyped word was meant to be, by its look and by its sound."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from rapidfuzz import fuzz, process

from search.index.engines.base import EngineQuery, Phrase
from search.index.engines.embedded import Embedded
from search.models import IndexEntry
from search.text import pinyin
from search.text.tokens import normal, runs, term

LOOKS_LIKE = 2 / 3  # of the signs are right: one of three may be wrong
SCANNED = 3000  # titles that are looked at
COMPARED = 50  # of them, the nearest, that are compared sign by sign
SHORT = 3  # signs; of fewer nobody can tell what was meant, and a wrong one in the middle leaves no pair whole


def similar_title(engine: Embedded, text: str, language: str) -> str:
    """Return the piece of a title that looks most like TEXT, a normalised run, or an empty string.

    It has as many signs. Of several the one that begins and ends as it was typed, then the one that most titles have.
    """
    if len(text) < SHORT:
        return ""
    titles = [normal(title) for title in _candidates(engine, text, language)]
    near = process.extract(text, titles, scorer=fuzz.partial_ratio, limit=COMPARED, score_cutoff=LOOKS_LIKE * 100 - 1)
    pieces = Counter(piece for title, _score, _place in near for piece in _pieces(title, len(text)))
    right = {piece: sum(map(str.__eq__, piece, text)) for piece in pieces}
    best = max(right.values(), default=0)
    if best < len(text) * LOOKS_LIKE:
        return ""
    edges = {piece: (piece[0] == text[0]) + (piece[-1] == text[-1]) for piece in pieces if right[piece] == best}
    return max(edges, key=lambda piece: (edges[piece], pieces[piece], piece))


def _pieces(title: str, length: int) -> set[str]:
    """Return the pieces of LENGTH signs of the runs of TITLE."""
    return {run[at : at + length] for run in runs(title) for at in range(len(run) - length + 1)}


def _candidates(engine: Embedded, text: str, language: str) -> Iterator[str]:
    """Yield the titles that have a pair of TEXT; where none has, those with the first and last sign of a short one."""
    pairs = [EngineQuery((((Phrase(term(a + b).tokens),),),), language, titles_only=True) for a, b in pairwise(text)]
    found = sorted(filter(None, engine.numbers(pairs, SCANNED)), key=len)
    numbers = list(dict.fromkeys(number for some in found for number in some))[:SCANNED]
    rows = IndexEntry.objects.order_by("number")
    if len(text) == SHORT and not numbers:
        rows = rows.filter(titles__contains=text[0]).filter(titles__contains=text[-1])
    else:
        rows = rows.filter(number__in=numbers)
    for titles in rows.values_list("titles", flat=True)[:SCANNED]:
        yield from titles.split("\n")


def spelling(text: str, among: Iterable[str]) -> str:
    """Return how the titles AMONG write what sounds like TEXT, most often; an empty string where none does."""
    wanted = _sounds(normal(text))
    written: Counter[str] = Counter()
    for title in among:
        plain = normal(title)
        heard = _sounds(plain)
        width = len(wanted)
        places = [at for at in range(len(heard) - width + 1) if heard[at : at + width] == wanted]
        written.update(plain[at : at + width] for at in places[:1])
    return written.most_common(1)[0][0] if written else ""


def _sounds(text: str) -> list[str]:
    """Return the sound of each character of a normalised TEXT, as it is heard."""
    return [pinyin.folded(pinyin.syllable(sign)) or sign for sign in text]
