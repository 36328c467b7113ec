"""YAML 1.2 read strictly: a tree of nodes that remember where they stand.

Only the harmless core of YAML is taken: mappings, lists, text, numbers, true, false, null. Anchors, aliases, tags,
duplicate keys, tabs, deep nesting and large files are refused while reading, before anything is built from them. What
does not hide the rest of the file is noted and read over, so that all mistakes are reported at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from configuration.text.problems import DefinitionsError, Problem, TextPlace
from portal.kit.characters import unstorable

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 20_000  # keys, values and lists of one file; the longest of Qingdao's has 1,500
MOST = 20  # mistakes of one file that are reported before its reading ends
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)")
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
FRACTION = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,15}")
STAIRS = re.compile(r"(?:[\[{][ \n]*){21}")  # found before the parser climbs hundreds of thousands of them
# What stands where YAML cannot go on, if it is a sign that people write in texts.
TRAPS = {
    "?": ("a question mark that YAML reads as a sign of its own", 'put the text in quotes: {ask: "Is it free?"}'),
    ":": ("a colon inside a text, which YAML reads as the end of a key", 'put the text in quotes: "Note: bring it"'),
}
COMMA = "after a comma inside braces comes a space; if the comma is part of the text, use ， or quotes"


@dataclass
class Node:
    """A mapping (``pairs``), a list (``items``) or a scalar (``text``), from ``start`` to ``end`` in the text."""

    kind: str
    start: int
    end: int
    line: int
    column: int
    text: str = ""
    plain: bool = False
    flow: bool = False
    pairs: "list[tuple[Node, Node]]" = field(default_factory=list)
    items: "list[Node]" = field(default_factory=list)

    def data(self) -> Any:
        """Return the plain data: dict, list, text, number, bool or None."""
        if self.kind == "map":
            return {key.text: value.data() for key, value in self.pairs}
        if self.kind == "list":
            return [item.data() for item in self.items]
        return resolve(self.text) if self.plain else self.text

    def child(self, step: str | int) -> "tuple[Node | None, Node] | None":
        """Return key and value of STEP in a mapping, or (None, item) of a list; None if it is not there."""
        if self.kind == "map":
            return next(((key, value) for key, value in self.pairs if key.text == step), None)
        if self.kind == "list" and isinstance(step, int) and 0 <= step < len(self.items):
            return None, self.items[step]
        return None


def resolve(text: str) -> Any:
    """Return what the plain scalar TEXT means. Dates, times and 0532 stay text: the schema knows better."""
    if text in {"true", "false"}:
        return text == "true"
    if text in {"", "null", "~"}:
        return None
    if NUMBER.fullmatch(text):
        return int(text)
    return float(text) if FRACTION.fullmatch(text) else text


@dataclass
class NodeTree:
    """Contents of a text, as far as it can be read: ``spoiled`` are the keys of ``top`` in which ``problems`` stand."""

    top: Node
    problems: list[Problem] = field(default_factory=list)
    spoiled: frozenset[str] = frozenset()


def read(text: str, path: str) -> NodeTree:
    """Return what TEXT says, whose top is a mapping; DefinitionsError if it cannot be read, PATH names it."""
    reader = _Reader(text, path)
    top = reader.read()
    spoiled = {
        key.text
        for key, value in top.pairs
        if any(key.start <= offset <= max(value.end, key.end) for offset in reader.noted_at)
    }
    return NodeTree(top, reader.problems, frozenset(spoiled))


def parse(text: str, path: str) -> Node:
    """Return the tree of TEXT; DefinitionsError lists everything that is refused."""
    tree = read(text, path)
    if tree.problems:
        raise DefinitionsError(tree.problems)
    return tree.top


def decode(content: bytes, path: str) -> str:
    """Return CONTENT as text, or DefinitionsError: too large, not UTF-8, or with characters nobody can see."""
    if len(content) > MAX_BYTES:
        raise _refusal(TextPlace(path), "D102", f"the file is larger than {MAX_BYTES} bytes", "split it")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refusal(TextPlace(path, line, 1), "D101", "the file is not UTF-8", "save it as UTF-8") from None
    odd = UNPRINTABLE.search(text)
    if odd:
        message = f"an invisible character U+{ord(odd[0]):04X}"
        raise _refusal(_place(text, path, odd.start()), "D101", message, "remove it; save as UTF-8 without BOM")
    stairs = STAIRS.search(text)
    if stairs:
        raise _refusal(_place(text, path, stairs.start()), "D102", f"nested deeper than {MAX_DEPTH} levels")
    tab = text.find("\t")
    if tab >= 0:
        raise _refusal(_place(text, path, tab), "D106", "a tab", "use spaces")
    return text


def _place(text: str, path: str, offset: int, length: int = 1) -> TextPlace:
    line = text.count("\n", 0, offset) + 1
    return TextPlace(path, line, offset - (text.rfind("\n", 0, offset) + 1) + 1, length, text.replace("\x00", "?"))


def _refusal(place: TextPlace, code: str, message: str, remedy: str = "") -> DefinitionsError:
    return DefinitionsError([Problem(place, code, message, remedy)])


class _Reader:
    """Builds the tree from parser events, one pass, noting and refusing as it goes."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.events: Iterator[Any] = iter(())
        self.problems: list[Problem] = []
        self.noted_at: list[int] = []
        self.nodes = 0

    def read(self) -> Node:
        try:
            self.events = YAML(typ="safe").parse(self.text)
            top = self._document()
        except MarkedYAMLError as error:
            raise self._syntax(error) from None
        except (YAMLError, ValueError, RecursionError) as error:
            raise self._all(Problem(TextPlace(self.path, 1, 1), "D107", str(error).split("\n", 1)[0])) from None
        if top is None or top.kind != "map":
            place = TextPlace(self.path, 1, 1, 1, self.text)
            raise self._all(Problem(place, "D109", "the file holds no mapping of keys to values"))
        return top

    def _syntax(self, error: MarkedYAMLError) -> DefinitionsError:
        mark = error.problem_mark or error.context_mark
        place = (
            TextPlace(self.path, mark.line + 1, mark.column + 1, 1, self.text) if mark else TextPlace(self.path, 1, 1)
        )
        found = TRAPS.get(self.text[mark.index : mark.index + 1]) if mark else None
        what = f"not YAML: {error.problem or error.context or 'cannot be read'}"
        return self._all(Problem(place, "D107", *(found or (what, "check indentation, colons and quotes"))))

    def _all(self, last: Problem) -> DefinitionsError:
        return DefinitionsError([*self.problems, last])

    def _document(self) -> Node | None:
        top: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent) and (top is not None or event.tags or event.version):
                raise self._refuse(event, "D109", "a second document or a directive in one file")
            if isinstance(event, (MappingStartEvent, SequenceStartEvent, ScalarEvent, AliasEvent)):
                top = self._node(event, 1)
        return top

    def _node(self, event: Any, depth: int) -> Node:
        start, end = event.start_mark, event.end_mark
        node = Node("scalar", start.index, end.index, start.line + 1, start.column + 1)
        if isinstance(event, AliasEvent):
            self._note(event, "D103", "an alias (*)", "write the value out")
            return node
        if event.anchor:
            self._note(event, "D103", "an anchor (&)", "write the value out where it is needed")
        if event.tag:
            self._note(event, "D104", "a tag (!)", "write the plain value")
        if depth > MAX_DEPTH:
            raise self._refuse(event, "D102", f"nested deeper than {MAX_DEPTH} levels")
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self._refuse(event, "D102", f"more than {MAX_NODES} keys and values in one file")
        if isinstance(event, ScalarEvent):
            node.text, node.plain = event.value, event.style is None or event.style == ""
            if odd := unstorable(node.text):
                # In the file it is an escape, e.g. "\v", which `decode` cannot see.
                self._note(event, "D101", f"an invisible character {odd}", "remove it")
            return node
        node.flow = bool(event.flow_style)
        if isinstance(event, MappingStartEvent):
            node.kind, node.end = "map", self._pairs(node, depth)
        else:
            node.kind, node.end = "list", self._items(node, depth)
        return node

    def _pairs(self, node: Node, depth: int) -> int:
        seen: set[str] = set()
        last = node.start
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                return event.end_mark.index if node.flow else last
            key = self._node(event, depth + 1)
            if key.kind != "scalar":
                raise self._refuse(event, "D109", "a key that is not text")
            if key.text in seen:
                self._note(event, "D105", f"the key '{key.text}' stands here twice", "keep one of them")
            seen.add(key.text)
            value = self._node(next(self.events), depth + 1)
            glued = node.flow and self._beware_of_commas(last, key, event)
            if node.flow and not glued and value.start == value.end and ":" not in self.text[key.end : value.end + 1]:
                self._note(event, "D108", f"'{key.text}' has no value", COMMA)
            node.pairs.append((key, value))
            last = value.end if value.end > value.start else max(value.end, key.end)
        return last

    def _items(self, node: Node, depth: int) -> int:
        last = node.start
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                return event.end_mark.index if node.flow else last
            item = self._node(event, depth + 1)
            if node.flow:
                self._beware_of_commas(last, item, event)
            node.items.append(item)
            last = item.end
        return last

    def _beware_of_commas(self, last: int, node: Node, event: Any) -> bool:
        """Note a comma glued to the next word, which cut a text in two: {text: 可以,请携带}; return whether it is."""
        glued = self.text[last : node.start].endswith(",")
        if glued:
            self._note(event, "D108", f"'{node.text}' begins directly after a comma", COMMA)
        return glued

    def _note(self, event: Any, code: str, message: str, remedy: str) -> None:
        """Remember a mistake after which reading can go on; a file that has too many of them ends there."""
        self.problems.append(self._problem(event, code, message, remedy))
        self.noted_at.append(event.start_mark.index)
        if len(self.problems) >= MOST:
            raise DefinitionsError(self.problems)

    def _refuse(self, event: Any, code: str, message: str) -> DefinitionsError:
        return self._all(self._problem(event, code, message))

    def _problem(self, event: Any, code: str, message: str, remedy: str = "") -> Problem:
        start, end = event.start_mark, event.end_mark
        length = max(1, end.index - start.index) if end.line == start.line else 1
        return Problem(TextPlace(self.path, start.line + 1, start.column + 1, length, self.text), code, message, remedy)
