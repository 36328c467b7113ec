"""Ranking of hits. Pure: the typed text, and the titles of a thing.

As typed before what means the same, in the name before in other names, early before late, short before long.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from search.index.engines.base import SearchHit
from search.query.parse import QueryWord
from search.text import pinyin
from search.text.tokens import is_word, normal, runs

ORDER = {"items": 0, "forms": 1, "points": 2, "organisations": 3, "pages": 4, "places": 5}
EXACT, TYPED, PARTS, MEANT, HEARD, BELOW = range(6)
Rank = tuple[float, ...]


def ranked(hits: Iterable[SearchHit], typed: str, parts: Sequence[QueryWord]) -> list[SearchHit]:
    """Return HITS of the text TYPED, which was parsed as PARTS, best first."""
    asked = _Asked(_plain(typed), tuple(map(_Needle.of, parts)))
    return sorted(hits, key=lambda hit: (*asked.rank(hit.titles), ORDER.get(hit.kind, 9), hit.number))


def _plain(text: str) -> str:
    return "".join(runs(normal(text)))


@functools.lru_cache(maxsize=5_000)
def _plains(titles: tuple[str, ...]) -> tuple[str, str]:
    """Return the name among TITLES, and the other ones as lines of one text: an item is asked for in twenty ways."""
    name, *others = map(_plain, titles)
    return name, "".join(f"\n{other}" for other in others)


@dataclass(frozen=True)
class _Needle:
    """A part of the question as it is looked for in a plain title; ``letters`` may be how something sounds."""

    typed: str
    meant: tuple[str, ...]
    letters: str
    weak: bool

    @classmethod
    def of(cls, part: QueryWord) -> Self:
        meant = tuple("".join(runs(other)) for other in part.texts[1:])
        return cls(part.texts[0], meant, part.text if is_word(part.text) else "", part.weak)

    def found(self, text: str) -> int:
        if self.typed in text:
            return PARTS
        if any(other in text for other in self.meant):
            return MEANT
        return HEARD if self.letters and _heard(text, self.letters) else BELOW


@dataclass(frozen=True)
class _Asked:
    plain: str
    needles: tuple[_Needle, ...]

    def rank(self, titles: tuple[str, ...]) -> Rank:
        name, others = _plains(titles)
        if self.plain == name:
            return EXACT, 0, 0, len(name)
        if f"\n{self.plain}\n" in f"{others}\n":
            return EXACT, 1, 0, len(name)
        best = self._in_text(name, 0, len(name))
        return min(best, self._in_text(others, 1, len(name))) if others and best[0] > TYPED else best

    def _in_text(self, text: str, other: int, length: int) -> Rank:
        if self.plain in text:
            first = text.startswith(self.plain) or f"\n{self.plain}" in text
            return TYPED, other, not first, length
        found = [needle.found(text) for needle in self.needles if not needle.weak] or [BELOW]
        weak = sum(needle.typed not in text for needle in self.needles if needle.weak)
        return max(found), sum(found), other, weak, length


@functools.lru_cache(maxsize=5_000)
def _sounds(text: str) -> tuple[str, str]:
    """Return how TEXT is spelled and the initials of that, each in one piece."""
    sounds = [pinyin.syllable(sign) or sign for sign in text]
    return "".join(sounds), "".join(sound[0] for sound in sounds)


def _heard(text: str, letters: str) -> bool:
    spelled, initials = _sounds(text)
    return letters in spelled or letters in initials
