"""Finding: one question, the public things that answer it, best first. Never a case, never an error.

The stages, each only where the one before finds too little: as typed, in words (with synonyms, pinyin, initials, codes
in both), by ear, by look, and at last the titles that share most of the question.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language

from portal.kit import languages
from search import titles, wording
from search.engines import choice
from search.engines.base import Engine, Group, Hit, Question, Tally
from search.query import Query
from search.ranking import ranked
from search.reading import Part, as_typed, in_words
from search.tokens import normal

MOST = 300  # hits that are ranked, and can be paged through
SUGGESTED_FROM = 100  # the shortest titles with the words; the suggestions are the best of them
FEW = 3  # fewer are worth another reading
ENOUGH_TITLES = 100  # where so many titles have the words, nobody reads on to the texts


@dataclass(frozen=True)
class Found:
    """``hits`` best first, at most 300; ``tally`` counts everything that answers, by kind and marks, filters apart.

    ``parts`` is how the question was read; ``instead`` is what was searched in the place of what was typed, where
    nothing has that; ``roughly`` says that the hits share most of the question only.
    """

    hits: tuple[Hit, ...] = ()
    tally: Tally = field(default_factory=Tally)
    parts: tuple[Part, ...] = ()
    instead: str = ""
    roughly: bool = False


def find(query: Query) -> Found:
    """Return what answers QUERY."""
    return choice.answer(lambda engine: Search(engine, query).run())


def suggest(words: str, limit: int = 8) -> list[Hit]:
    """Return the things in whose titles WORDS stand, as far as they are typed; the best of each title."""
    return choice.answer(lambda engine: Search(engine, Query(words)).titles(limit))


class Search:
    """One query on one engine."""

    def __init__(self, engine: Engine, query: Query) -> None:
        self.engine = engine
        self.query = query
        self.language = get_language() or languages.default()
        self.wording = wording.current()

    def run(self) -> Found:
        typed, words = as_typed(self.query.words, self.wording), in_words(self.query.words, self.wording)
        if not typed:
            return Found()
        found = self._found(typed)
        if len(found.hits) < FEW and _groups(words) != _groups(typed):
            found = self._longer(found, words)
        if not found.hits:
            found = self._by_ear(typed)
        if not found.hits and _groups(words) != _groups(typed):
            found = self._by_ear(words)
        if len(found.hits) < FEW and not _plainly(found):
            found = self._and_near(found, words or typed)
        return found

    def titles(self, limit: int) -> list[Hit]:
        """Return the first LIMIT things with other titles that have the words in them, in either reading."""
        for parts in (as_typed(self.query.words, self.wording), in_words(self.query.words, self.wording)):
            question = replace(self._question(_groups(parts)), titles_only=True)
            if parts and (hits := self.engine.hits(question, SUGGESTED_FROM)):
                best = {hit.titles[0]: hit for hit in reversed(ranked(hits, self.query.words, parts))}
                return list(reversed(best.values()))[:limit]
        return []

    def _longer(self, found: Found, words: tuple[Part, ...]) -> Found:
        """Return FOUND, or what more answers the WORDS; those that say little may be missing."""
        for parts in (words, tuple(part for part in words if not part.weak)):
            if parts and len(found.hits) < FEW:
                more = self._found(parts)
                found = more if len(more.hits) > len(found.hits) else found
        return found

    def _by_ear(self, parts: tuple[Part, ...]) -> Found:
        """Search for the same sounds, or the like of the same looks, in the place of words that nothing has."""
        nothing_has = [part for part in parts if not self._anything((part.group,))]
        if not nothing_has:
            return Found()
        heard = [self._replaced(part) if part in nothing_has else part for part in parts]
        kept = tuple(part for part in heard if part is not None)
        if not any(not part.weak for part in kept):
            return Found()
        found = self._found(kept)
        instead = "".join(part.text for part in kept)
        return replace(found, instead=instead) if found.hits else found

    def _replaced(self, part: Part) -> Part | None:
        """Return what PART may have been meant to be, or None where nothing sounds or looks like it."""
        if part.sounds:
            hits = self.engine.hits(self._question((part.sounds,)), MOST)
            if hits:
                text = _written_as(part, hits)
                return replace(part, group=part.sounds, texts=(text, part.text), text=text)
        alike = titles.current().alike(part.text) if len(part.text) > 1 else ""
        parts = as_typed(alike, self.wording)
        return parts[0] if len(parts) == 1 else None

    def _and_near(self, found: Found, parts: tuple[Part, ...]) -> Found:
        """Return FOUND with what comes near below it."""
        near = self._roughly(parts)
        if not found.hits:
            return near
        seen = {(hit.kind, hit.key) for hit in found.hits}
        more = tuple(hit for hit in near.hits if (hit.kind, hit.key) not in seen)
        groups = Counter(found.tally.groups)
        groups.update(near.tally.groups)
        return replace(found, hits=found.hits + more, tally=Tally(groups), roughly=bool(more))

    def _roughly(self, parts: tuple[Part, ...]) -> Found:
        near = titles.current().found(parts, self.language)
        groups = Counter((hit.kind, marks) for hit, marks in near)
        return Found(
            tuple(hit for hit, marks in near if self.query.takes(hit.kind, marks)), Tally(groups), parts, roughly=True
        )

    def _found(self, parts: tuple[Part, ...]) -> Found:
        tally = self.tally(parts)
        return Found(self.best(parts), tally, parts) if tally.groups else Found(parts=parts)

    def tally(self, parts: Sequence[Part]) -> Tally:
        """Count what answers PARTS, filters apart."""
        return self.engine.tally(self._question(_groups(parts)))

    def best(self, parts: Sequence[Part]) -> tuple[Hit, ...]:
        """Return what answers PARTS and passes the filters, best first."""
        kinds = (self.query.kind,) if self.query.kind else ()
        narrow = replace(self._question(_groups(parts)), kinds=kinds, filters=self.query.filters)
        hits = self.engine.hits(replace(narrow, titles_only=True), MOST)
        if len(hits) < ENOUGH_TITLES:
            below = self.engine.hits(narrow, MOST)
            seen = {hit.number for hit in hits}
            hits += [hit for hit in below if hit.number not in seen]
        return tuple(ranked(hits, self.query.words, parts))[:MOST]

    def _anything(self, groups: tuple[Group, ...]) -> bool:
        return bool(self.engine.hits(self._question(groups), 1))

    def _question(self, groups: tuple[Group, ...]) -> Question:
        return Question(groups, self.language)


def _plainly(found: Found) -> bool:
    """Return whether a title has all that was asked for, as it was typed; nothing near it is wanted then."""
    return any(
        all(part.text in normal(title) for part in found.parts) for hit in found.hits for title in hit.titles
    ) or any(sign.isdigit() for part in found.parts for sign in part.text)


def _groups(parts: Sequence[Part]) -> tuple[Group, ...]:
    return tuple(part.group for part in parts)


def _written_as(part: Part, hits: Sequence[Hit]) -> str:
    """Return how most titles of HITS write what sounds like PART."""
    return titles.spelling(part.text, [title for hit in hits[:50] for title in hit.titles]) or part.text
