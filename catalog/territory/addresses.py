"""Reading where somebody lives from what they write: 市南区香港中路12号, 我住中韩街道, 12 Xianggang Zhong Lu, Shinan.

People keep to no grammar of addresses, so none is parsed: the names of the territories are looked for in the text,
whole or without the endings that `levels` of site.yaml give (街道, 区, Subdistrict). The territory is taken whose name,
with those of the territories around it, explains most of the text.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.models import Organisation
from catalog.models.tree_path import TreePath
from catalog.territory import reach
from configuration import site
from portal.kit import published
from portal.kit.pinyin import letters
from portal.kit.words import Words

MOST_MATCHES = 4  # territories of one name that are offered
LONGEST_NAME = 24  # tokens
SHORTEST_NAME = 2  # Chinese characters; of one alone, or of fewer Latin letters than this, nothing can be told
SHORTEST_LATIN = 4
_TOKENS = re.compile(r"[^\W_\u3400-\u9fff]+|[\u3400-\u9fff]")

Name = str
Span = tuple[int, int]


@dataclass(frozen=True)
class Gazetteer:
    """``paths`` of the territories of each name, as it is compared; ``labels`` as a page shows them."""

    paths: dict[Name, list[TreePath]]
    labels: dict[TreePath, Words]


@dataclass(frozen=True)
class AddressMatch:
    """A territory that an address may mean.

    ``chain`` names it and those around it from the district down; ``is_whole`` if the address says nothing else.
    """

    path: TreePath
    chain: list[Words]
    is_whole: bool

    @property
    def words(self) -> str:
        """The address of the territory in words that mean no other one."""
        return " ".join(map(str, self.chain))


def matches(address: str, *, within: TreePath | None = None) -> list[AddressMatch]:
    """Return the territories that ADDRESS may mean, WITHIN one if any of them lies there; most often one or none.

    The top of the tree is no answer: whoever lives in the city knows as much.
    """
    known = _gazetteer()
    tokens = _tokens(address)
    spans = _longest({span: known.paths[name] for span, name in _names(tokens) if name in known.paths})
    explained = {path: _explained(path, spans) for paths in spans.values() for path in paths if path.depth > 1}
    inside = {path: n for path, n in explained.items() if within and within.contains(path)}
    candidates = inside or explained
    best = max(((n, -path.depth) for path, n in candidates.items()), default=None)
    return [
        AddressMatch(path, [known.labels[part] for part in reversed(path.upwards()[:-1])], n == len(tokens))
        for path, n in candidates.items()
        if (n, -path.depth) == best
    ][:MOST_MATCHES]


def _tokens(text: str) -> list[str]:
    """Return Chinese characters one by one, and Latin words and digits whole, in lower case."""
    return _TOKENS.findall(unicodedata.normalize("NFKC", text).casefold())


def _names(tokens: Sequence[str]) -> Iterator[tuple[Span, Name]]:
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + LONGEST_NAME) + 1):
            yield (start, end), "".join(tokens[start:end])


def _longest(spans: dict[Span, list[TreePath]]) -> dict[Span, list[TreePath]]:
    """Leave out names inside longer ones: 黄岛 in 黄岛街道."""
    return {
        (start, end): paths
        for (start, end), paths in spans.items()
        if not any(first <= start and end <= last and (first, last) != (start, end) for first, last in spans)
    }


def _explained(path: TreePath, spans: dict[Span, list[TreePath]]) -> int:
    """Return how many tokens name the territory at PATH or one around it."""
    told = {place for span, paths in spans.items() if any(p.contains(path) for p in paths) for place in range(*span)}
    return len(told)


@published.cached
def _gazetteer() -> Gazetteer:
    """Return the names of the territories in use; one query a publication."""
    endings = {level.level: level.endings for level in site.current().levels}
    paths: dict[Name, list[TreePath]] = defaultdict(list)
    labels: dict[TreePath, Words] = {}
    rows = Organisation.objects.current().filter(level__in=reach.levels())
    for path, level, name, short, sort_name in rows.values_list("path", "level", "name", "short_name", "sort_name"):
        labels[path] = short or name
        written = {"".join(_tokens(text)) for text in (*name.values(), *short.values())}
        ends = ["".join(_tokens(end)) for end in endings[level]]
        sounds = _shortened({re.sub(r"\d", "", sort_name)}, [letters(end) for end in ends])
        for form in _shortened(written, ends) | sounds:
            if len(form) >= (SHORTEST_LATIN if form.isascii() else SHORTEST_NAME):
                paths[form].append(path)
    return Gazetteer(dict(paths), labels)


def _shortened(names: set[Name], ends: Sequence[str]) -> set[Name]:
    """Return NAMES and what is left of them without one of ENDS, and without another before that."""
    found = set(names)
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        new = {name.removesuffix(end) for end in ends} - found
        found |= new
        waiting += new
    return found
