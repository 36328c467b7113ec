"""Tokens of text, the same for every engine. Pure.

Chinese has no blanks, so runs of it are cut into overlapping pairs: 社会保险 → 社会 会保 保险 险 (the last character
alone, so that every character begins a token). Then any substring of two or more characters is a phrase of pairs, and
one character is a prefix. Latin words and digits stay whole and are found by their beginning. Engines tokenise once
more and differ on rare letters, so letters beyond the common ones are written as their code: every token is made of
a-z, 0-9 and common Han characters.

Sounds are tokens of their own kind, paired in the same manner: sehui huibao baoxian xian, and sh hb bx x for initials.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from opencc import OpenCC

from search.text import pinyin

LONGEST = 64  # characters of a query that count
MOST_TERMS = 8
NOTHING = "x0x"  # a token that no text has

_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_COMMON = ("\u3400", "\u4db5"), ("\u4e00", "\u9fa5")
_HAN = range(0x3400, 0x9FFF)


def _simplified() -> dict[int, str]:
    traditional = "\n".join(map(chr, _HAN))
    simple = OpenCC("t2s").convert(traditional).split("\n")
    return {code: to for code, to in zip(_HAN, simple, strict=True) if to != chr(code) and len(to) == 1}


_SIMPLE = _simplified()


@dataclass(frozen=True)
class SearchTerm:
    """A part of a query, all of which must be there: TOKENS in a row; with ``prefix`` the last one only begins so.

    ``text`` is its source, normalised.
    """

    text: str
    tokens: tuple[str, ...]
    prefix: bool = False


def normal(text: str) -> str:
    """Return TEXT as it is compared: full-width, compatibility and traditional forms replaced, in lower case."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    return plain if plain.isascii() else plain.translate(_SIMPLE)


def runs(text: str) -> list[str]:
    """Return the runs of Han characters, and of Latin letters and digits, of a normalised TEXT."""
    return _RUNS.findall(text)


def is_word(run: str) -> bool:
    """Return whether RUN is of Latin letters and digits."""
    return run[0].isascii()


def compact(code: str) -> str:
    """Return a CODE or telephone number without punctuation: ``511Z-07 (01)`` → ``511z0701``."""
    return re.sub(r"[^a-z0-9]", "", normal(code))


def threes(code: str) -> list[str]:
    """Return every three signs in a row of a compact CODE, and its end, where no phrase of threes runs on.

    So a piece of a code is found wherever it stands in it: ``511z`` → 511 11z 1z z.
    """
    return [code[place : place + 3] for place in range(len(code))]


def index_tokens(text: str) -> list[str]:
    """Return the tokens under which TEXT is found, in its order."""
    return [token for run in runs(normal(text)) for token in _tokens(run)]


def sound_tokens(text: str) -> list[str]:
    """Return the pairs of syllables of the Han runs of TEXT, as they are heard: senfen fenzen zen."""
    return [token for reading in _readings(text) for token in pairs(list(map(pinyin.folded, reading)))]


def initial_tokens(text: str) -> list[str]:
    """Return the pairs of initials of the Han runs of TEXT: sf fz z."""
    return [token for reading in _readings(text) for token in pairs([sound[0] for sound in reading])]


def pairs(parts: list[str]) -> list[str]:
    """Return overlapping pairs of PARTS, and the last one alone."""
    return ["".join(parts[place : place + 2]) for place in range(len(parts))]


def term(run: str) -> SearchTerm:
    """Return what finds RUN wherever it stands; a word or a single character is found by how it begins."""
    if is_word(run) or len(run) == 1:
        return SearchTerm(run, ("".join(map(_written, run)),), prefix=True)
    return SearchTerm(run, tuple(_tokens(run))[:-1])


def query_terms(text: str) -> list[SearchTerm]:
    """Return the terms of what somebody typed, at most 8 from its first 64 characters; none if it has no letter."""
    terms: dict[str, SearchTerm] = {}
    for run in runs(normal(text[: LONGEST * 2])[:LONGEST]):
        terms.setdefault(run, term(run))
    return list(terms.values())[:MOST_TERMS]


def matches(text: str, query: str) -> bool:
    """Return whether QUERY finds TEXT: what every engine must answer too."""
    tokens, terms = index_tokens(text), query_terms(query)
    return bool(terms) and all(stands_in(each.tokens, tokens, prefix=each.prefix) for each in terms)


def stands_in(phrase: tuple[str, ...], tokens: list[str], *, prefix: bool) -> bool:
    """Return whether PHRASE stands in TOKENS in a row; with PREFIX its last token only begins one."""
    *whole, last = phrase
    width = len(phrase)
    for place in range(len(tokens) - width + 1):
        end = tokens[place + width - 1]
        if tokens[place : place + width - 1] == whole and (end.startswith(last) if prefix else end == last):
            return True
    return False


def _tokens(run: str) -> Iterator[str]:
    if is_word(run):
        yield run
    else:
        for place in range(len(run)):
            yield "".join(map(_written, run[place : place + 2]))


def _readings(text: str) -> Iterator[list[str]]:
    for run in runs(normal(text)):
        if not is_word(run):
            for reading in pinyin.readings(run):
                yield ["".join(map(_written, sound)) for sound in reading]


def _written(character: str) -> str:
    common = character.isascii() or any(first <= character <= last for first, last in _COMMON)
    return character if common else f"x{ord(character):x}x"
