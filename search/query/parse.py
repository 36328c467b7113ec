"""Reading what somebody typed: code or telephone number, pinyin, words with synonyms, words that say little. Pure.

A query is read twice: `as_typed`, every run of it one phrase; and `in_words`, Han runs cut at the words that are known.
Every answer to the first also answers the second, so the second only widens.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from search.index.engines.base import Field, Group, Phrase, Way
from search.query.vocabulary import Vocabulary
from search.text import pinyin
from search.text.tokens import LONGEST, MOST_TERMS, compact, is_word, normal, pairs, runs, term, threes

SEPARATORS = r"[\s\-‐-―−_./()·]"
CODE = re.compile(rf"\+?[a-z0-9]+(?:{SEPARATORS}+[a-z0-9]+)*")
CODE_DIGITS = 5
LONGEST_INITIALS = 8
MOST_WAYS = 24
COUNTRY = "86"
SOUND: tuple[Field, ...] = ("sound",)
INITIALS: tuple[Field, ...] = ("initials",)


@dataclass(frozen=True)
class QueryWord:
    """A word of a query. ``texts``: what was typed first, then what means the same; all of them normalised.

    ``weak`` words say little: they may be missing. ``sounds`` finds the word by ear.
    """

    text: str
    group: Group
    texts: tuple[str, ...]
    weak: bool = False

    @property
    def sounds(self) -> Group:
        """Group of phrases with the same sound; empty for a single character, whose sound a hundred others have."""
        if is_word(self.text) or len(self.text) == 1:
            return ()
        return tuple((sound(reading),) for reading in pinyin.readings(self.text))


def as_typed(text: str, vocabulary: Vocabulary) -> tuple[QueryWord, ...]:
    """Return the parts of TEXT, each Han run in one piece."""
    return _few(_part(piece, vocabulary) for piece in _pieces(text))


def in_words(text: str, vocabulary: Vocabulary) -> tuple[QueryWord, ...]:
    """Return the parts of TEXT, Han runs cut into known words and what lies between; stop words left out.

    A code may be a piece of a longer one.
    """
    parts: list[QueryWord] = []
    for piece in _pieces(text):
        if _is_code(piece):
            within = Phrase(tuple(threes(compact(piece))[:-2]))
            parts.append(QueryWord(piece, (*_code_ways(piece), (within,)), (piece,)))
        else:
            parts += [_part(word, vocabulary) for word in vocabulary.cut(piece) if word not in vocabulary.ignored]
    alone = [replace(part, weak=part.weak or (len(part.text) == 1 and not is_word(part.text))) for part in parts]
    return _few(alone)


def sound(syllables: list[str]) -> Phrase:
    """Return the phrase that finds SYLLABLES, the last of which may be unfinished."""
    folded = [pinyin.folded(syllable) for syllable in syllables]
    tokens = pairs(folded)
    return Phrase(tuple(tokens[:-1] or tokens), prefix=True, within=SOUND)


def _few(parts: Iterable[QueryWord]) -> tuple[QueryWord, ...]:
    return tuple({part.text: part for part in parts}.values())[:MOST_TERMS]


def _pieces(text: str) -> Iterator[str]:
    """Yield codes as they are written, and the runs between them."""
    plain = normal(text[: LONGEST * 2])[:LONGEST]
    last = 0
    for match in CODE.finditer(plain):
        if _is_code(match[0]):
            yield from runs(plain[last : match.start()])
            yield match[0]
            last = match.end()
    yield from runs(plain[last:])


def _is_code(piece: str) -> bool:
    """Return whether PIECE is a code or a number: hyphens of any kind, but no letter beyond ASCII."""
    letters = [sign for sign in piece if sign.isalnum()]
    return all(map(str.isascii, letters)) and sum(map(str.isdigit, letters)) >= CODE_DIGITS


def _part(piece: str, vocabulary: Vocabulary) -> QueryWord:
    if _is_code(piece):
        return QueryWord(piece, tuple(_code_ways(piece)), (piece,))
    texts = (piece, *vocabulary.meaning(piece))
    ways = [_way(text) for text in texts]
    if is_word(piece) and piece.isalpha():
        ways += _typed_sounds(piece)
    return QueryWord(piece, tuple(ways[:MOST_WAYS]), texts, weak=piece in vocabulary.weak)


def _way(text: str) -> Way:
    return tuple(Phrase(each.tokens, each.prefix) for each in map(term, runs(text)))


def _code_ways(piece: str) -> Iterator[Way]:
    """Yield the code in one piece, with and without its dialling prefix, and its pieces in any place."""
    code = compact(piece)
    forms = [code]
    if code.startswith(COUNTRY):
        forms += [code[2:], f"0{code[2:]}"]
    if code.startswith(f"00{COUNTRY}"):
        forms += [code[4:], f"0{code[4:]}"]
    if code.isdigit() and not code.startswith("0"):
        forms.append(f"0{code}")
    for form in dict.fromkeys(forms):
        yield (Phrase((form,), prefix=True),)
    if len(runs(piece)) > 1:
        yield _way(piece)


def _typed_sounds(letters: str) -> Iterator[Way]:
    """Yield what LETTERS may stand for as pinyin or as initials."""
    for reading in pinyin.spelled(letters):
        yield (sound(reading),)
    if 1 < len(letters) <= LONGEST_INITIALS:
        yield (Phrase(tuple(pairs(list(letters))[:-1]), within=INITIALS),)
