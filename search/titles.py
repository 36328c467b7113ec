"""All titles of the index in memory: for questions that no engine answers word by word, the nearest titles.

Kept in the process and brought up to date from the rows written since. Pairs of characters are weighed by how rare
they are, so 身份证 counts and 办理 hardly does.
"""

import math
import threading
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise

from django.db.models import Count, Max
from rapidfuzz import fuzz, process

from search import pinyin
from search.engines.base import Hit
from search.engines.embedded import unmarked
from search.models import IndexEntry
from search.reading import Part
from search.tokens import is_word, normal, runs

OVERLAP = 10 * 1_000_000_000  # nanoseconds: rows of transactions that were still open are read again
ENOUGH = 0.4  # of the weight of a question must be in a title
NEAR = 0.6  # of the best title's share
LOOKS_LIKE = 66  # of 100, by rapidfuzz: one wrong character of three
MOST = 60
SCANNED = 3000  # titles that are compared sign by sign


Row = tuple[int, str, str, str, str, str, int]
"""Number, kind, key, titles, marks, language and stamp, as they are stored."""


@dataclass
class Titles:
    """``rows`` by place; ``postings`` give the places of the rows in whose titles a pair of characters stands."""

    rows: list[Row] = field(default_factory=list)
    postings: dict[str, "array[int]"] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    plain: dict[int, str] = field(default_factory=dict)
    stamp: int = 0
    newest: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take ROW in; what stood for the same thing counts no more."""
        _number, kind, key, titles, *_rest, stamp = row
        self.stamp = max(self.stamp, stamp)
        old = self.places.get((kind, key))
        if old is not None and self.rows[old][:6] == row[:6]:
            return
        if old is not None:
            self.plain.pop(old, None)
        place = self.places[kind, key] = len(self.rows)
        self.rows.append(row)
        text = self.plain[place] = normal(titles)
        for pair in features(text) | edges(text):
            known = self.postings.get(pair)
            if known is None:
                known = self.postings[pair] = array("l")
            known.append(place)

    def found(self, parts: Sequence[Part], language: str) -> list[tuple[Hit, tuple[str, ...]]]:
        """Return the hits nearest to PARTS for readers of LANGUAGE, best first, each with its marks."""
        rows = (self.rows[place] for _share, place in self.nearest(parts))
        return [
            (Hit(number, kind, key, tuple(titles.split("\n"))), unmarked(marks))
            for number, kind, key, titles, marks, own, _stamp in rows
            if own in {"", language}
        ]

    def weight(self, pair: str) -> float:
        """Return how much PAIR says: nothing where no title has it."""
        number = len(self.postings.get(pair, ()))
        return math.log(1 + len(self.rows) / number) if number else 0.0

    def nearest(self, parts: Sequence[Part]) -> list[tuple[float, int]]:
        """Return the share of PARTS in the titles that have most of it, best first, with the places of their rows."""
        scores: dict[int, float] = {}
        total = 0.0
        for part in parts:
            best: dict[int, float] = {}
            worth = max((self._worth(text) for text in part.texts), default=0.0) * (0.3 if part.weak else 1)
            for text in part.texts:
                for place, share in self._shares(text):
                    best[place] = max(best.get(place, 0.0), share)
            for place, share in best.items():
                scores[place] = scores.get(place, 0.0) + share * worth
            total += worth
        if not total:
            return []
        near = [(score / total, place) for place, score in scores.items() if place in self.plain]
        top = max((score for score, _place in near), default=0.0)
        kept = [(score, place) for score, place in near if score >= max(ENOUGH, top * NEAR)]
        return sorted(kept, key=lambda pair: (-pair[0], self.rows[pair[1]][0]))[:MOST]

    def _worth(self, text: str) -> float:
        return sum(map(self.weight, features(text)))

    def _shares(self, text: str) -> Iterator[tuple[int, float]]:
        weights = {pair: self.weight(pair) for pair in features(text)}
        whole = sum(weights.values())
        found: dict[int, float] = {}
        for pair, weight in weights.items():
            for place in self.postings.get(pair, ()):
                found[place] = found.get(place, 0.0) + weight
        if whole:
            # Pairs that no title has still count against a text of which they are the greater part.
            known = sum(1 for weight in weights.values() if weight) / len(weights)
            yield from ((place, weight / whole * (0.5 + known / 2)) for place, weight in found.items())

    def alike(self, text: str) -> str:
        """Return the piece of a title that looks most like TEXT, or an empty string.

        Of several the one that begins and ends as it was typed, then the one that most titles have.
        """
        near = self._with_a_piece_of(text)
        found = process.extract(text, near, scorer=fuzz.partial_ratio, limit=50, score_cutoff=LOOKS_LIKE)
        pieces: Counter[str] = Counter()
        best = max((score for _title, score, _place in found), default=0)
        for title, score, _place in found:
            aligned = fuzz.partial_ratio_alignment(text, title)
            if aligned and score == best:
                pieces[title[aligned.dest_start : aligned.dest_end]] += 1
        usable = [piece for piece in pieces if len(piece) == len(text) and piece != text and len(runs(piece)) == 1]
        edges = {piece: (piece[0] == text[0]) + (piece[-1] == text[-1]) for piece in usable}
        return max(usable, key=lambda piece: (edges[piece], pieces[piece], piece), default="")

    def _with_a_piece_of(self, text: str) -> dict[int, str]:
        """Return titles by place in which a pair of TEXT stands, or its edges around one other character."""
        if len(self.plain) <= SCANNED:
            return self.plain
        pieces = features(text) | ({f"{text[0]}?{text[2]}"} if len(text) == len("居住证") else set())
        rare_first = sorted((piece for piece in pieces if piece in self.postings), key=lambda p: len(self.postings[p]))
        places = islice(chain.from_iterable(self.postings[piece] for piece in rare_first), SCANNED)
        return {place: self.plain[place] for place in places if place in self.plain}


_titles = Titles()
_lock = threading.Lock()


def current() -> Titles:
    """Return the titles as the database has them now."""
    with _lock:
        _refresh(_titles)
    return _titles


def forget() -> None:
    """Begin anew: the database is another one."""
    with _lock:
        _titles.__init__()  # type: ignore[misc]


def _refresh(titles: Titles) -> None:
    newest = IndexEntry.objects.aggregate(stamp=Max("stamp"), number=Count("pk"))
    if newest == titles.newest:
        return
    titles.newest = newest
    since = titles.stamp - OVERLAP if titles.rows else 0
    rows = IndexEntry.objects.filter(stamp__gt=since).order_by("stamp")
    columns = ("number", "kind", "key", "titles", "shelf__marks", "shelf__language", "stamp")
    for row in rows.values_list(*columns).iterator(chunk_size=5000):
        titles.add(row)


def spelling(text: str, among: Iterable[str]) -> str:
    """Return how the titles AMONG write what sounds like TEXT, most often; an empty string where none does."""
    wanted = sounds(normal(text))
    written: Counter[str] = Counter()
    for title in among:
        plain = normal(title)
        heard = sounds(plain)
        width = len(wanted)
        places = [at for at in range(len(heard) - width + 1) if heard[at : at + width] == wanted]
        written.update(plain[at : at + width] for at in places[:1])
    return written.most_common(1)[0][0] if written else ""


def sounds(text: str) -> list[str]:
    """Return the sound of each character of a normalised TEXT, as it is heard."""
    return [pinyin.folded(pinyin.syllable(sign)) or sign for sign in text]


def features(text: str) -> set[str]:
    """Return the pairs of characters and the words of a normalised TEXT."""
    found: set[str] = set()
    for run in runs(text):
        if is_word(run) or len(run) == 1:
            found.add(run)
        else:
            found.update(map("".join, pairwise(run)))
    return found


def edges(text: str) -> set[str]:
    """Return every three characters of TEXT with the middle one left open: ``居?证``."""
    return {f"{run[at]}?{run[at + 2]}" for run in runs(text) if not is_word(run) for at in range(len(run) - 2)}
