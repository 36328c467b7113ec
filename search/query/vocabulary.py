"""The words of a city: what means the same, what says little. Read from the registers once a publication."""

import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.kit import published
from search.models import StopWords, SynonymGroup
from search.text import pinyin
from search.text.tokens import is_word, normal, runs


@dataclass(frozen=True)
class Vocabulary:
    """``means`` maps a word to the words searched beside it; ``stops`` count for nothing, ``weak`` may be missing.

    All words are normalised.
    """

    means: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stops: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()

    def meaning(self, word: str) -> tuple[str, ...]:
        """Return what means the same as WORD; letters are also read as pinyin or initials of a known word."""
        if not is_word(word):
            return self.means.get(word, ())
        heard = self._heard.get(word, ())
        return tuple(dict.fromkeys([*self.means.get(word, ()), *heard, *(m for w in heard for m in self.means[w])]))

    def cut(self, run: str) -> list[str]:
        """Cut RUN at the known words, so that as much as possible is known, in as few pieces as possible.

        Letters are cut at the pinyin of known words, if there is a word of more than one syllable in them.
        """
        known = self._spelled if is_word(run) else self._known
        longest = max(map(len, known), default=1)
        best: list[tuple[float, list[str]]] = [(0.0, [])]
        for end in range(1, len(run) + 1):
            ways = [(best[end - 1][0] + 1.5, [*best[end - 1][1], run[end - 1]])]
            for start in range(max(0, end - longest), end):
                if run[start:end] in known:
                    ways.append((best[start][0] + 1.0, [*best[start][1], run[start:end]]))
            best.append(min(ways, key=lambda way: (way[0], len(way[1]))))
        return _together(best[-1][1], known)

    @functools.cached_property
    def ignored(self) -> frozenset[str]:
        """The stop words, as they are written and as they are spelled."""
        return self.stops | frozenset(letters for word in self.stops for letters in _letters(word) if len(word) > 1)

    @functools.cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.means) | self.stops | self.weak

    @functools.cached_property
    def _spelled(self) -> frozenset[str]:
        return frozenset(letters for word in self._known if len(word) > 1 for letters in _letters(word))

    @functools.cached_property
    def _heard(self) -> dict[str, tuple[str, ...]]:
        """Known words by their pinyin in one piece, and by their initials."""
        heard: dict[str, list[str]] = {}
        for word in self.means:
            if len(word) > 1:
                for letters in itertools.chain(*zip(*_spoken(word), strict=True)):
                    heard.setdefault(letters, []).append(word)
        return {letters: tuple(dict.fromkeys(words)) for letters, words in heard.items()}


def _letters(word: str) -> list[str]:
    """Return how a Han WORD is spelled, in one piece."""
    return [spelled for spelled, _initials in _spoken(word)]


@functools.lru_cache(maxsize=50_000)
def _spoken(word: str) -> tuple[tuple[str, str], ...]:
    """Return spelling and initials of a Han WORD for each of its readings; words outlive publications."""
    if runs(word) != [word] or is_word(word):
        return ()
    return tuple(("".join(way), "".join(sound[0] for sound in way)) for way in pinyin.readings(word))


def _together(pieces: list[str], known: frozenset[str]) -> list[str]:
    """Return PIECES with everything that is not KNOWN in one piece."""
    words: list[str] = []
    open_ended = False
    for piece in pieces:
        if open_ended and piece not in known:
            words[-1] += piece
        else:
            words.append(piece)
        open_ended = piece not in known
    return words


def vocabulary_of(
    groups: Iterable[tuple[list[str], list[str]]], stops: Iterable[str], weak: Iterable[str]
) -> Vocabulary:
    """Return the vocabulary of GROUPS (words that mean the same, and what is searched beside them), STOPS and WEAK."""
    means: dict[str, dict[str, None]] = {}
    for same, also in groups:
        plain, more = [normal(word) for word in same], [normal(word) for word in also]
        for word in plain:
            means.setdefault(word, {}).update(dict.fromkeys(other for other in (*plain, *more) if other != word))
    return Vocabulary(
        {word: tuple(others) for word, others in means.items()},
        frozenset(map(normal, stops)),
        frozenset(map(normal, weak)),
    )


@published.cached
def current() -> Vocabulary:
    """Return the vocabulary of the registers."""
    groups = SynonymGroup.objects.current().values_list("words", "also")
    lists = list(StopWords.objects.current())
    return vocabulary_of(groups, (w for row in lists for w in row.words), (w for row in lists for w in row.weak))
