"""The comments of a text and to which key or item each belongs, so that writing it anew loses none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from configuration.text.source import Node

COMMENT = re.compile(r"(?:^|(?<=[ \n]))#[^\n]*")


@dataclass
class Comment:
    """Comments before a key or item (``before``), behind it (``behind``), and whether a blank line parts it."""

    before: list[str] = field(default_factory=list)
    behind: str = ""
    blank: bool = False


@dataclass
class Comments:
    """Comments by the first node of a unit: a pair's key, or an item; ``foot`` ends the file."""

    by_node: dict[int, Comment] = field(default_factory=dict)
    foot: list[str] = field(default_factory=list)

    def of(self, node: Node) -> Comment:
        """Return the comment of the unit whose first node is NODE."""
        return self.by_node.get(id(node), NONE)

    def inside(self, node: Node) -> bool:
        """Return whether anything within NODE carries a comment."""
        return any(unit.has_comment(self) for unit in _units(node))


NONE = Comment()


@dataclass(frozen=True)
class _Unit:
    first: Node
    value: Node

    @property
    def start(self) -> int:
        return self.first.start

    @property
    def end(self) -> int:
        return max(self.value.end, self.first.end)

    def has_comment(self, comments: Comments) -> bool:
        comment = comments.of(self.first)
        return bool(comment.before or comment.behind)


def collect(text: str, top: Node) -> Comments:
    """Return the comments and blank lines of TEXT, attached to the tree TOP."""
    comments, units = Comments(), list(_units(top))
    for comment in _comments(text, top):
        start = text.rfind("\n", 0, comment.start()) + 1
        words = comment[0].rstrip()
        if text[start : comment.start()].strip():
            _attach_behind(comments, units, words, start, comment.start())
        else:
            _attach_before(comments, units, words, comment.start())
    for unit in units:
        if unit.start != top.start and _is_parted(text, unit.start):
            comments.by_node.setdefault(id(unit.first), Comment()).blank = True
    return comments


def _units(node: Node) -> Iterator[_Unit]:
    """Yield pairs and items in the order of the text, outer ones first."""
    for key, value in node.pairs:
        yield _Unit(key, value)
        yield from _units(value)
    for item in node.items:
        yield _Unit(item, item)
        yield from _units(item)


def _comments(text: str, top: Node) -> Iterator[re.Match[str]]:
    covered = sorted(_scalars(text, top))
    position = 0
    for comment in COMMENT.finditer(text):
        while position < len(covered) and covered[position][1] <= comment.start():
            position += 1
        if position == len(covered) or not covered[position][0] <= comment.start():
            yield comment


def _scalars(text: str, node: Node) -> Iterator[tuple[int, int]]:
    if node.kind == "scalar" and node.end > node.start:
        is_block = not node.plain and text[node.start] in "|>"
        header = text.find("\n", node.start) if is_block else node.start
        yield (header if header >= 0 else node.end), node.end
    for key, value in node.pairs:
        yield from _scalars(text, key)
        yield from _scalars(text, value)
    for item in node.items:
        yield from _scalars(text, item)


def _attach_behind(comments: Comments, units: list[_Unit], words: str, line: int, offset: int) -> None:
    """Behind the outermost unit that ends before the comment on its line, else the one that opens there."""
    here = [unit for unit in units if line <= unit.start < offset]
    ended = next((unit for unit in here if unit.end <= offset), None)
    unit = ended or next(iter(here), None)
    if unit is None:
        earlier = [unit for unit in units if unit.start < offset]
        unit = earlier[-1] if earlier else None
    if unit is None:
        comments.foot.append(words)
        return
    comment = comments.by_node.setdefault(id(unit.first), Comment())
    if comment.behind or not here:
        comment.before.append(words)
    else:
        comment.behind = words


def _attach_before(comments: Comments, units: list[_Unit], words: str, offset: int) -> None:
    unit = next((unit for unit in units if unit.start > offset), None)
    if unit is None:
        comments.foot.append(words)
    else:
        comments.by_node.setdefault(id(unit.first), Comment()).before.append(words)


def _is_parted(text: str, start: int) -> bool:
    """Return whether an empty line stands above the unit at START, or above the comments over it."""
    lines = text[: text.rfind("\n", 0, start) + 1].split("\n")[:-1]
    if text[text.rfind("\n", 0, start) + 1 : start].strip(" -"):
        return False
    for line in reversed(lines):
        if not line.strip():
            return True
        if not line.lstrip().startswith("#"):
            return False
    return False
