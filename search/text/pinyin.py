"""Pinyin: syllables and initials of a text, and possible readings of letters typed as pinyin. Pure."""

import functools
import itertools
from collections.abc import Iterator

from pypinyin import Style, lazy_pinyin, pinyin_dict
from pypinyin.style import convert

LONGEST = 40  # letters that are read as pinyin
MOST_READINGS = 6
LONGEST_SYLLABLE = 6


@functools.cache
def syllable(character: str) -> str:
    """Return the usual sound of a Han CHARACTER without its tone, e.g. ``she``; an empty string if it has none."""
    readings = pinyin_dict.pinyin_dict.get(ord(character), "")
    return _plain(readings.split(",")[0]) if readings else ""


def _plain(reading: str) -> str:
    """Return READING without its tone; ü is typed as v."""
    return convert(reading, Style.NORMAL, strict=True).replace("ü", "v")


@functools.cache
def _syllables() -> frozenset[str]:
    """Return every syllable of the language, about 400."""
    return frozenset(
        sound
        for code, readings in pinyin_dict.pinyin_dict.items()
        if 0x4E00 <= code <= 0x9FA5  # noqa: PLR2004  the common characters
        if set(sound := _plain(readings.split(",")[0])) & set("aeiouv")
    )


@functools.cache
def _beginnings() -> frozenset[str]:
    return frozenset(whole[:end] for whole in _syllables() for end in range(1, len(whole) + 1))


def readings(run: str) -> list[list[str]]:
    """Return the syllables of a RUN of Han characters: read in its words (银行 yin hang) and character by character.

    Both are needed: a wrong character makes another word. A character without a sound stays itself.
    """
    alone = [syllable(character) or character for character in run]
    together = lazy_pinyin(run)
    return [alone] if together == alone or len(together) != len(run) else [together, alone]


def folded(sound: str) -> str:
    """Return SOUND without differences that many people do not hear: zh/z, ch/c, sh/s, and -ng/-n."""
    start = sound[:1] + sound[2:] if sound[:2] in {"zh", "ch", "sh"} else sound
    return start.removesuffix("g") if start.endswith("ng") else start


def spelled(letters: str) -> list[list[str]]:
    """Return how LETTERS divide into syllables, at most 6 ways, fewest syllables first; the last may be unfinished.

    ``shenfenzh`` → shen fen zh. Nothing where they are no pinyin.
    """
    if not letters.isalpha() or not letters.isascii() or len(letters) > LONGEST:
        return []
    found = sorted(itertools.islice(_divide(letters), MOST_READINGS * 8), key=len)
    complete = [way for way in found if way[-1] in _syllables()]
    return (complete or found)[:MOST_READINGS]


def _divide(letters: str) -> Iterator[list[str]]:
    for end in range(min(LONGEST_SYLLABLE, len(letters)), 0, -1):
        head, tail = letters[:end], letters[end:]
        if tail and head in _syllables():
            yield from ([head, *rest] for rest in _divide(tail))
        elif not tail and head in _beginnings():
            yield [head]
