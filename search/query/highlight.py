"""Places in a text that match a query, in its own characters: the same for every engine. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from search.query.parse import QueryWord
from search.text import pinyin
from search.text.tokens import compact, is_word, normal, runs


def spans(text: str, parts: Sequence[QueryWord]) -> list[tuple[int, int]]:
    """Return where PARTS stand in TEXT as typed: (start, end) in its own characters, in order, not overlapping.

    A part is highlighted as typed or as what means the same; pinyin and initials on the characters that sound so; a
    code or a number in any spelling.
    """
    plain, origin = "", []
    for place, character in enumerate(text):
        shown = normal(character)
        plain += shown
        origin.extend([place] * len(shown))
    highlighted: set[int] = set()
    for part in parts:
        for start, end in _places(plain, part):
            highlighted.update(origin[start:end])
    return list(_in_a_row(sorted(highlighted)))


def _places(plain: str, part: QueryWord) -> Iterator[tuple[int, int]]:
    found = False
    for words in dict.fromkeys(run for other in part.texts for run in runs(other)):
        for match in re.finditer(re.escape(words), plain):
            found = True
            yield match.span()
    if not found and any(sign.isdigit() for sign in part.text):
        yield from _codes(plain, compact(part.text))
    elif not found and is_word(part.text):
        yield from _heard(plain, part.text)


def _codes(plain: str, code: str) -> Iterator[tuple[int, int]]:
    if code:
        yield from (match.span() for match in re.finditer(r"[\s\-()]*".join(map(re.escape, code)), plain))


def _heard(plain: str, letters: str) -> Iterator[tuple[int, int]]:
    sounds = [pinyin.syllable(sign) for sign in plain]
    for start in range(len(plain)):
        whole = initials = ""
        for end in range(start, len(plain)):
            if not sounds[end]:
                break
            whole, initials = whole + sounds[end], initials + sounds[end][0]
            if letters in {whole, initials}:
                yield start, end + 1
            if len(initials) >= len(letters):
                break


def _in_a_row(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = last = None
    for place in places:
        if start is None or last is None or place != last + 1:
            if start is not None and last is not None:
                yield start, last + 1
            start = place
        last = place
    if start is not None and last is not None:
        yield start, last + 1
