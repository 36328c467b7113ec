"""How text becomes tokens, the same for every engine. Pure.

Chinese has no blanks, so runs of it are cut into overlapping pairs: 社会保险 → 社会 会保 保险 险 (the last character
alone, so that every character begins a token). Then any substring of two or more characters is a phrase of pairs, and
one character is a prefix. Latin words and digits stay whole and are found by their beginning. Engines tokenise once
more and differ on rare letters, so letters beyond the common ones are written as their code: every token is made of
a-z, 0-9 and common Han characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 64  # characters of a query that count
MOST_TERMS = 8
NOTHING = "x0x"  # a token that no text has

_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_COMMON = ("\u3400", "\u4db5"), ("\u4e00", "\u9fa5")


@dataclass(frozen=True)
class Term:
    """A part of a query, all of which must be there: TOKENS in a row; with ``prefix`` the last one only begins so.

    ``text`` is what it was made of, normalised: what a highlight looks for.
    """

    text: str
    tokens: tuple[str, ...]
    prefix: bool = False


def normal(text: str) -> str:
    """Return TEXT as it is compared: full-width and compatibility forms replaced, in lower case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def index_tokens(text: str) -> list[str]:
    """Return the tokens under which TEXT is found, in its order."""
    return [token for run in _RUNS.findall(normal(text)) for token in _tokens(run)]


def query_terms(text: str) -> list[Term]:
    """Return the terms of what somebody typed, at most 8 from its first 64 characters; none if it has no letter."""
    terms: dict[str, Term] = {}
    for run in _RUNS.findall(normal(text[: LONGEST * 2])[:LONGEST]):
        terms.setdefault(run, _term(run))
    return list(terms.values())[:MOST_TERMS]


def matches(text: str, query: str) -> bool:
    """Return whether QUERY finds TEXT: what every engine must answer too."""
    tokens, terms = index_tokens(text), query_terms(query)
    return bool(terms) and all(_stands_in(term, tokens) for term in terms)


def spans(text: str, terms: list[Term]) -> list[tuple[int, int]]:
    """Return where TERMS stand in TEXT as typed: (start, end) in its own characters, in order, not overlapping."""
    plain, origin = "", []
    for place, character in enumerate(text):
        shown = normal(character)
        plain += shown
        origin.extend([place] * len(shown))
    marked: set[int] = set()
    for term in terms:
        for match in re.finditer(re.escape(term.text), plain):
            marked.update(origin[match.start() : match.end()])
    return list(_in_a_row(sorted(marked)))


def _is_word(run: str) -> bool:
    return run[0].isascii()


def _tokens(run: str) -> Iterator[str]:
    if _is_word(run):
        yield run
    else:
        for place in range(len(run)):
            yield "".join(map(_written, run[place : place + 2]))


def _term(run: str) -> Term:
    if _is_word(run) or len(run) == 1:
        return Term(run, ("".join(map(_written, run)),), prefix=True)
    return Term(run, tuple(_tokens(run))[:-1])


def _written(character: str) -> str:
    common = character.isascii() or any(first <= character <= last for first, last in _COMMON)
    return character if common else f"x{ord(character):x}x"


def _stands_in(term: Term, tokens: list[str]) -> bool:
    if term.prefix:
        return any(token.startswith(term.tokens[0]) for token in tokens)
    width = len(term.tokens)
    return any(tuple(tokens[place : place + width]) == term.tokens for place in range(len(tokens)))


def _in_a_row(places: list[int]) -> Iterator[tuple[int, int]]:
    start = last = None
    for place in places:
        if start is None or last is None or place != last + 1:
            if start is not None and last is not None:
                yield start, last + 1
            start = place
        last = place
    if start is not None and last is not None:
        yield start, last + 1
