"""The contract of an engine of the public search: its documents, its queries, its answers.

Engines only match; parsing and ranking happen before (search/query). An engine looks up phrases of
tokens, counts and narrows. Hence every engine answers the same; tests/search/contract.py asks each of them.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import ClassVar, Literal, Protocol

from search.text import tokens

COUNTED = 10_000  # hits that are counted, of all kinds together; beyond, an engine may stop
Field = Literal["title", "body", "sound", "initials"]
FIELDS: tuple[Field, ...] = ("title", "body", "sound", "initials")
Key = tuple[str, str]
"""Kind and key of an entry, e.g. ``("items", "17")``."""


class EngineDownError(Exception):
    """The engine cannot answer now, or not in time; the sentence says why. The embedded one answers instead."""


@dataclass(frozen=True)
class IndexDocument:
    """One public thing. ``titles``: its name first, then other names and languages; they decide the order.

    ``codes`` are codes and telephone numbers, found in any spelling. ``facet_values`` are what filters and facets ask
    for, e.g. ``district:laoshan``; ``district:*`` answers any district. ``language`` is empty unless the thing is
    for readers of one language alone.
    """

    kind: str
    key: str
    titles: tuple[str, ...]
    body: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    facet_values: tuple[str, ...] = ()
    language: str = ""

    @property
    def number(self) -> int:
        """The entry's place: shorter titles first, then at random, but the same in every engine. Fits 63 bits."""
        return min(len(self.titles[0]), 255) << 48 | _digest(f"{self.kind}:{self.key}", 6)

    @property
    def bucket(self) -> int:
        """The same number for all entries of one kind with the same facet values and language, for counting."""
        return _digest("\n".join([self.kind, self.language, *sorted(self.facet_values)]), 7)

    @functools.cached_property
    def tokens(self) -> dict[Field, list[str]]:
        """The tokens of every field, in their order; positions count."""
        codes = list(filter(None, map(tokens.compact, self.codes)))
        return {
            "title": [token for title in self.titles for token in tokens.index_tokens(title)],
            "body": [
                *(token for text in self.body for token in tokens.index_tokens(text)),
                *codes,
                *(token for code in codes for token in tokens.threes(code)),
            ],
            "sound": [token for title in self.titles for token in tokens.sound_tokens(title)],
            "initials": [token for title in self.titles for token in tokens.initial_tokens(title)],
        }


def _digest(text: str, size: int) -> int:
    """Return a number of SIZE bytes that stands for TEXT."""
    return int.from_bytes(blake2b(text.encode(), digest_size=size).digest())


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand in a row in one of the fields ``within``; with ``prefix`` the last one only begins so."""

    tokens: tuple[str, ...]
    prefix: bool = False
    within: tuple[Field, ...] = ("title", "body")


Way = tuple[Phrase, ...]
"""Phrases that must all be there."""
Group = tuple[Way, ...]
"""Ways of which one must hold: what was typed, and what means the same."""


@dataclass(frozen=True)
class EngineQuery:
    """Every one of ``groups`` must hold (a question without groups finds nothing).

    ``filters``: all of them, as ``("district", "laoshan")``: only entries with the facet value ``district:laoshan`` or
    ``district:*``. ``kinds``: empty for all. ``titles_only``: phrases of title or body count in the title alone.
    """

    groups: tuple[Group, ...]
    language: str
    kinds: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    titles_only: bool = False

    def fields(self, phrase: Phrase) -> tuple[Field, ...]:
        """Return the fields in which PHRASE may stand."""
        return tuple(name for name in phrase.within if name != "body") if self.titles_only else phrase.within


@dataclass(frozen=True)
class SearchHit:
    """An entry that answers, with what the order is decided by."""

    number: int
    kind: str
    key: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """Numbers of entries that answer, by kind and facet values; everything else (counts, facets) is a sum of these.

    ``capped``: there are more than COUNTED, the numbers are lower bounds.
    """

    groups: Mapping[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    capped: bool = False


class Engine(Protocol):
    """Ask and be answered; an engine outside the database raises `EngineDownError` where it cannot."""

    name: ClassVar[str]

    def write(self, entries: Sequence[IndexDocument]) -> None:
        """Put ENTRIES in, in the place of those with the same kind and key."""

    def remove(self, keys: Sequence[Key]) -> None:
        """Take out the entries of KEYS, as far as they are there."""

    def rebuild(self, entries: Iterable[IndexDocument]) -> int:
        """Replace everything by ENTRIES, without a moment in which nothing is found; return how many."""

    def tally(self, question: EngineQuery) -> Tally:
        """Count what answers QUESTION."""

    def hits(self, question: EngineQuery, limit: int) -> list[SearchHit]:
        """Return the first LIMIT entries that answer QUESTION, by their number."""

    def keys(self) -> set[Key]:
        """Return the kind and key of everything inside."""

    def health(self) -> str:
        """Return the fault in a sentence; an empty string when all is well."""


Change = tuple[Key, int, IndexDocument | None]
"""What changed, when (nanoseconds), and the entry as it then was; None where it was taken out."""


class OutsideEngine(Engine, Protocol):
    """An engine on a server of its own, which may be down while something changes."""

    def deliver(self, changes: Iterable[Change], *, patient: bool = False) -> None:
        """Carry out CHANGES; one that is older than what the engine has, or comes twice, changes nothing.

        PATIENT: nobody waits, so take your time, and ask even a server that did not answer lately.
        """


def matches_query(entry: IndexDocument, question: EngineQuery) -> bool:
    """Return whether ENTRY answers QUESTION: what every engine must say too."""
    return (
        bool(question.groups)
        and entry.language in {"", question.language}
        and (not question.kinds or entry.kind in question.kinds)
        and all({f"{key}:{value}", f"{key}:*"} & set(entry.facet_values) for key, value in question.filters)
        and all(any(_holds(entry, question, way) for way in group) for group in question.groups)
    )


def _holds(entry: IndexDocument, question: EngineQuery, way: Way) -> bool:
    return all(
        any(
            tokens.stands_in(phrase.tokens, entry.tokens[name], prefix=phrase.prefix)
            for name in question.fields(phrase)
        )
        for phrase in way
    )
