"""The canonical form, as gofmt has one: order of the schema, short things on one line, comments kept."""

from typing import Any

from pydantic import BaseModel

from configuration.text import scalars
from configuration.text.comments import NONE, Comment, Comments
from configuration.text.csv_lists import inner_type, is_model, union_member
from configuration.text.problems import columns
from configuration.text.source import Node

WIDTH = 120  # terminal columns; a Chinese character takes two
STEP = 2
LAST = ("articles",)  # unless a schema names its own ``last_keys``


def mapping_text(node: Node, schema: type[BaseModel], first: str, comments: Comments | None = None) -> str:
    """Return the mapping NODE as the text of a definition of SCHEMA whose key FIRST opens it."""
    layout = Layout(comments or Comments(), first)
    lines = layout.mapping(node, 0, schema)
    return "\n".join([*lines, *layout.comments.foot]) + "\n"


def in_order(data: dict[str, Any], schema: type[BaseModel], first: str) -> dict[str, Any]:
    """Return plain DATA of a definition of SCHEMA with its keys in the order of the canonical form; FIRST opens it.

    The order of mappings from code to something, such as options and moves, is meant and stays.
    """
    layout = Layout(Comments(), first)
    ordered: dict[str, Any] = layout.ordered(scalars.node_of(data), schema).data()
    return ordered


def on_one_line(node: Node) -> str:
    """Return NODE in flow style."""
    if node.kind == "map":
        return "{" + ", ".join(f"{_key(key, flow=True)}: {on_one_line(value)}" for key, value in node.pairs) + "}"
    if node.kind == "list":
        return "[" + ", ".join(on_one_line(item) for item in node.items) + "]"
    return scalars.inline(node, flow=True)


class Layout:
    """Writes a tree line by line."""

    def __init__(self, comments: Comments, first: str) -> None:
        self.comments, self.first = comments, first

    def mapping(self, node: Node, indent: int, schema: Any) -> list[str]:
        """Return the lines of a mapping in block style."""
        lines: list[str] = []
        for key, value in self._ordered(node, schema):
            comment = self.comments.of(key)
            lines += self._above(comment, indent, first=not lines and indent == 0)
            lines += self.pair(key, value, indent, inner_type(schema, key.text), comment)
        return lines

    def pair(self, key: Node, value: Node, indent: int, schema: Any, comment: Comment = NONE) -> list[str]:
        """Return the lines of one key and its value."""
        head = f"{' ' * indent}{_key(key)}:"
        behind = f"  {comment.behind}" if comment.behind else ""
        short = self._short(value, len(head), top=indent == 0, schema=schema)
        if short is not None:
            return [f"{head} {short}{behind}"]
        if value.kind == "scalar":
            lines = scalars.block(value.text, indent + STEP) or []
            return [f"{head} {lines[0]}{behind}", *lines[1:]]
        inner = self.mapping if value.kind == "map" else self.sequence
        return [f"{head}{behind}", *inner(value, indent + STEP, schema)]

    def sequence(self, node: Node, indent: int, schema: Any) -> list[str]:
        """Return the lines of a list in block style."""
        lines: list[str] = []
        for item in node.items:
            lines += self._above(self._hoisted(item, schema), indent, first=False)
            lines += self.item(item, indent, inner_type(schema, 0))
        return lines

    def item(self, item: Node, indent: int, schema: Any) -> list[str]:
        """Return the lines of one item of a list, without what stands above it."""
        pad = " " * indent
        behind = self.comments.of(item).behind
        tail = f"  {behind}" if behind else ""
        short = self._short(item, indent + STEP, top=False, schema=schema, in_list=True)
        if short is not None:
            return [f"{pad}- {short}{tail}"]
        if item.kind == "scalar":
            block = scalars.block(item.text, indent + STEP) or []
            return [f"{pad}- {block[0]}{tail}", *block[1:]]
        if item.kind == "list":
            inner = self.sequence(item, indent + STEP, schema)
        else:
            inner = []
            for key, value in self._ordered(item, schema):
                comment = self.comments.of(key)
                inner += self._above(comment, indent + STEP, first=False) if inner else []
                inner += self.pair(key, value, indent + STEP, inner_type(schema, key.text), comment)
        opening = [f"{pad}{behind}"] if behind else []
        return [*opening, f"{pad}- {inner[0].lstrip()}", *inner[1:]]

    def _hoisted(self, item: Node, schema: Any) -> Comment:
        """Return the comments above an item and above its first key as one: both stand in the same place."""
        own, node = self.comments.of(item), item
        before, blank = [*own.before], own.blank
        while not self._is_short(node, schema) and (node.pairs or node.items):
            node = self._ordered(node, schema)[0][0] if node.pairs else node.items[0]
            inner = self.comments.of(node)
            before, blank = [*before, *inner.before], blank or inner.blank
            if node.kind == "scalar":
                break
            schema = inner_type(schema, 0)
        return Comment(before, "", blank)

    def _is_short(self, node: Node, schema: Any) -> bool:
        return self._short(node, 0, top=False, schema=schema, in_list=True) is not None and node.kind == "scalar"

    def _short(self, node: Node, used: int, *, top: bool, schema: Any, in_list: bool = False) -> str | None:
        """Return NODE on one line if it may stand so: short, shallow, without comments and line breaks."""
        if node.kind == "scalar":
            return None if scalars.block(node.text, 0) else scalars.inline(node, flow=False)
        if not node.pairs and not node.items:
            return "{}" if node.kind == "map" else "[]"
        if self.comments.inside(node) or _breaks(node) or (in_list and len(node.pairs) == 1):
            return None
        shallow = _height(node) <= (1 if top else STEP + 1)
        if not shallow or (node.kind == "list" and any(item.kind == "map" for item in node.items) and (top or in_list)):
            return None
        short = on_one_line(self.ordered(node, schema))
        return short if used + 1 + columns(short) <= WIDTH else None

    def ordered(self, node: Node, schema: Any) -> Node:
        """Return NODE with the keys of every part in the order of its schema."""
        pairs = [(key, self.ordered(value, inner_type(schema, key.text))) for key, value in self._ordered(node, schema)]
        items = [self.ordered(item, inner_type(schema, 0)) for item in node.items]
        return Node(node.kind, 0, 0, 0, 0, node.text, node.plain, node.flow, pairs, items)

    def _ordered(self, node: Node, schema: Any) -> list[tuple[Node, Node]]:
        """Return the pairs in the order of the schema; the code opens, its last keys close, unknown keys stay last."""
        schema = union_member(schema, {key.text: value.text for key, value in node.pairs})
        if not is_model(schema):
            return node.pairs
        names = [info.alias or name for name, info in schema.model_fields.items()]
        last = getattr(schema, "last_keys", LAST)
        order = {name: number for number, name in enumerate([self.first, *(n for n in names if n not in last), *last])}
        order[self.first] = -1 if self.first in names else order[self.first]
        return sorted(node.pairs, key=lambda pair: order.get(pair[0].text, len(order)))

    def _above(self, comment: Comment, indent: int, *, first: bool) -> list[str]:
        blank = [""] if comment.blank and not first else []
        return [*blank, *(f"{' ' * indent}{words}" for words in comment.before)]


def _key(key: Node, *, flow: bool = False) -> str:
    return scalars.quoted(key.text, flow=flow)


def _height(node: Node) -> int:
    inner = [value for _key, value in node.pairs] + node.items
    return 0 if node.kind == "scalar" else 1 + max((_height(one) for one in inner), default=0)


def _breaks(node: Node) -> bool:
    """Return whether a text of several lines stands in NODE."""
    inner = [value for _key, value in node.pairs] + node.items
    return "\n" in node.text or any(_breaks(one) for one in inner)
