"""Which of the things that answer stands first. Pure: what was typed, and the titles of a thing.

As typed before what means the same, in the name before in other names, early before late, short before long.
"""

import functools
from collections.abc import Iterable, Sequence

from search import pinyin
from search.engines.base import Hit
from search.reading import Part
from search.tokens import is_word, normal, runs

ORDER = {"items": 0, "points": 1, "organisations": 2, "pages": 3, "places": 4}
EXACT, TYPED, PARTS, MEANT, HEARD, BELOW = range(6)
Rank = tuple[float, ...]


def ranked(hits: Iterable[Hit], typed: str, parts: Sequence[Part]) -> list[Hit]:
    """Return HITS of what was TYPED, which was read as PARTS, best first."""
    plain = "".join(runs(normal(typed)))
    return sorted(hits, key=lambda hit: (*_rank(hit, plain, parts), ORDER.get(hit.kind, 9), hit.number))


def _rank(hit: Hit, plain: str, parts: Sequence[Part]) -> Rank:
    return min(_of_title(title, place, plain, parts) for place, title in enumerate(hit.titles))


@functools.lru_cache(maxsize=50_000)
def _plain(title: str) -> str:
    return "".join(runs(normal(title)))


def _of_title(title: str, place: int, plain: str, parts: Sequence[Part]) -> Rank:
    text = _plain(title)
    other = float(min(place, 1))
    if text == plain:
        return EXACT, other, 0, len(text)
    at = text.find(plain)
    if at >= 0:
        return TYPED, other, min(at, 1), len(text)
    found = [_found(text, part) for part in parts if not part.weak] or [BELOW]
    weak = sum(part.text not in text for part in parts if part.weak)
    return max(found), sum(found), other, weak, len(text)


def _found(text: str, part: Part) -> int:
    if part.texts[0] in text:
        return PARTS
    if any("".join(runs(other)) in text for other in part.texts[1:]):
        return MEANT
    if is_word(part.text) and _heard(text, part.text):
        return HEARD
    return BELOW


def _heard(text: str, letters: str) -> bool:
    sounds = [pinyin.syllable(sign) or sign for sign in text]
    return letters in "".join(sounds) or letters in "".join(sound[0] for sound in sounds)
