"""Finding: one question, the public things that answer it, best first. Never a case, never an error.

The stages, each only where the one before finds too little: as typed, in words (with synonyms, pinyin, initials, codes
in both), by ear, by look, and at last the titles that share most of the question.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language

from portal.kit import languages
from search.index.engines import choice
from search.index.engines.base import Engine, EngineQuery, Group, SearchHit, Tally
from search.query import vocabulary
from search.query.parse import QueryWord, as_typed, in_words
from search.query.query import Query
from search.query.rank import ranked
from search.query.similar import nearest
from search.query.spelling import similar_title, spelling
from search.text.tokens import normal

MOST = 200  # hits that are ranked, and can be paged through
SUGGESTED_FROM = 100  # the shortest titles with the words; the suggestions are the best of them
FEW = 3  # fewer are worth another reading
SHORT = 5  # a page with fewer gets what comes near below them
ENOUGH_TITLES = 100  # where so many titles have the words, nobody reads on to the texts


@dataclass(frozen=True)
class SearchResult:
    """``hits`` best first, at most 200; ``tally`` counts all answers, by kind and facet values, filters apart.

    ``parts`` is how the question was read; ``instead`` is what was searched in the place of what was typed, where
    nothing has that; ``near`` says how many of those that are counted share most of the question only.
    """

    hits: tuple[SearchHit, ...] = ()
    tally: Tally = field(default_factory=Tally)
    parts: tuple[QueryWord, ...] = ()
    instead: str = ""
    near: int = 0

    @property
    def total(self) -> int:
        """Number of results, filters apart: they narrow an answer, never how the query is understood."""
        return sum(self.tally.groups.values())


def find(query: Query) -> SearchResult:
    """Return what answers QUERY."""
    return choice.answer(lambda engine: Search(engine, query).run())


def suggest(words: str, limit: int = 8) -> list[SearchHit]:
    """Return the things in whose titles WORDS stand, as far as they are typed; the best of each title."""
    return choice.answer(lambda engine: Search(engine, Query(words)).titles(limit))


class Search:
    """One query on one engine."""

    def __init__(self, engine: Engine, query: Query) -> None:
        self.engine = engine
        self.query = query
        self.language = get_language() or languages.default()
        self.vocabulary = vocabulary.current()

    def run(self) -> SearchResult:
        typed, words = as_typed(self.query.words, self.vocabulary), in_words(self.query.words, self.vocabulary)
        if not typed:
            return SearchResult()
        telling = tuple(part for part in words if not part.weak)
        found = self._or_more(self._found(typed), words)
        found = found if found.total else self._corrected(typed, by_look=False)
        found = self._or_more(found, telling)
        for parts in (typed, words):
            found = found if found.total else self._corrected(parts)
        return found if found.total >= SHORT else self._and_near(found, words or typed)

    def titles(self, limit: int) -> list[SearchHit]:
        """Return the first LIMIT things with other titles that have the words in them, in either reading."""
        for parts in (as_typed(self.query.words, self.vocabulary), in_words(self.query.words, self.vocabulary)):
            question = replace(self._question(_groups(parts)), titles_only=True)
            if parts and (hits := self.engine.hits(question, SUGGESTED_FROM)):
                best = {hit.titles[0]: hit for hit in reversed(ranked(hits, self.query.words, parts))}
                return list(reversed(best.values()))[:limit]
        return []

    def _or_more(self, found: SearchResult, parts: tuple[QueryWord, ...]) -> SearchResult:
        """Return FOUND, or what PARTS find where that is more and FOUND is little."""
        if found.total >= FEW or not parts or _groups(parts) == _groups(found.parts):
            return found
        more = self._found(parts)
        return more if more.total > found.total else found

    def _corrected(self, parts: tuple[QueryWord, ...], *, by_look: bool = True) -> SearchResult:
        """Search for what PARTS may have been meant to be, where nothing has some of them; words may not be missing."""
        meant = [self._meant(part, by_look=by_look) for part in parts]
        lost = any(part is None and not typed.weak for part, typed in zip(meant, parts, strict=True))
        kept = tuple(filter(None, meant))
        if lost or not kept or kept == parts:
            return SearchResult()
        found = self._found(kept)
        return replace(found, instead="".join(part.text for part in kept)) if found.total else found

    def _meant(self, part: QueryWord, *, by_look: bool) -> QueryWord | None:
        """Return PART if anything has it, else what sounds or looks like it; None where nothing does."""
        if self._anything((part.group,)):
            return part
        if part.sounds and (hits := self.engine.hits(self._question((part.sounds,)), MOST)):
            text = _written_as(part, hits)
            return replace(part, group=part.sounds, texts=(text, part.text), text=text)
        if not by_look or len(part.text) == 1:
            return None
        parts = as_typed(similar_title(choice.embedded(), part.text, self.language), self.vocabulary)
        return parts[0] if len(parts) == 1 else None

    def _and_near(self, found: SearchResult, parts: tuple[QueryWord, ...]) -> SearchResult:
        """Return FOUND, which is little, with similar entries below it, unless it plainly is the answer."""
        filtered = len(found.hits) < found.total
        own = self.engine.hits(self._question(_groups(found.parts)), SHORT) if filtered else found.hits
        if _plainly(own, found.parts):
            return found
        known = {(hit.kind, hit.key) for hit in own}
        near = [
            (hit, facet_values)
            for hit, facet_values in nearest(choice.embedded(), parts, self.language)
            if (hit.kind, hit.key) not in known
        ]
        groups = Counter(found.tally.groups)
        groups.update((hit.kind, facet_values) for hit, facet_values in near)
        more = tuple(hit for hit, facet_values in near if self.query.takes(hit.kind, facet_values))
        read = found.parts if found.total else parts
        return replace(found, hits=found.hits + more, tally=Tally(groups), parts=read, near=len(near))

    def _found(self, parts: tuple[QueryWord, ...]) -> SearchResult:
        tally = self.tally(parts)
        return SearchResult(self.best(parts), tally, parts) if tally.groups else SearchResult(parts=parts)

    def tally(self, parts: Sequence[QueryWord]) -> Tally:
        """Count what answers PARTS, filters apart."""
        return self.engine.tally(self._question(_groups(parts)))

    def best(self, parts: Sequence[QueryWord]) -> tuple[SearchHit, ...]:
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

    def _question(self, groups: tuple[Group, ...]) -> EngineQuery:
        return EngineQuery(groups, self.language)


def _plainly(hits: Sequence[SearchHit], parts: Sequence[QueryWord]) -> bool:
    """Return whether a title of HITS has all PARTS as they were typed, or they are a number: nothing near is wanted."""
    titles = [normal(title) for hit in hits for title in hit.titles]
    return any(all(part.text in title for part in parts) for title in titles) or any(
        sign.isdigit() for part in parts for sign in part.text
    )


def _groups(parts: Sequence[QueryWord]) -> tuple[Group, ...]:
    return tuple(part.group for part in parts)


def _written_as(part: QueryWord, hits: Sequence[SearchHit]) -> str:
    """Return how most titles of HITS write what sounds like PART."""
    return spelling(part.text, [title for hit in hits[:50] for title in hit.titles]) or part.text
