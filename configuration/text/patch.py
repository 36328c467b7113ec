"""Changes values inside a text and leaves every other character, comments included, as it stands."""

import json
from difflib import SequenceMatcher
from typing import Any

from pydantic import BaseModel

from configuration.text import scalars, source
from configuration.text.comments import Comments
from configuration.text.csv_lists import inner_type
from configuration.text.format import STEP, Layout, mapping_text, on_one_line
from configuration.text.problems import DefinitionsError
from configuration.text.source import Node


class _CannotError(Exception):
    """This spot cannot be changed by itself: what surrounds it is written anew."""


def patched(text: str, node: Node, data: dict[str, Any], schema: type[BaseModel], first: str) -> str:
    """Return TEXT, whose tree is NODE, changed so that it says DATA."""
    if node.data() == data:
        return text
    splicer = _Splicer(text, first)
    try:
        splicer.mapping(node, data, schema)
        new = splicer.result()
        if source.parse(new, "").data() == data:
            return new
    except (_CannotError, DefinitionsError):
        pass
    return mapping_text(scalars.node_of(data), schema, first)


class _Splicer:
    def __init__(self, text: str, first: str) -> None:
        self.text = text
        self.layout = Layout(Comments(), first)
        self.edits: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """Return the text with all edits made, the last one first."""
        text = self.text if self.text.endswith("\n") else f"{self.text}\n"
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def mapping(self, node: Node, data: dict[str, Any], schema: Any) -> None:
        if node.flow or not any(key.text in data for key, _value in node.pairs):
            raise _CannotError
        for key, value in node.pairs:
            if key.text not in data:
                if self._before(key.start).strip():
                    raise _CannotError
                self.edits.append((self._line_start(key.start), self._line_end(key, value), ""))
            elif value.data() != data[key.text]:
                self._pair(key, value, data[key.text], inner_type(schema, key.text))
        indent = node.pairs[0][0].column - 1
        end = self._line_end(*node.pairs[-1])
        known = {key.text for key, _value in node.pairs}
        for name in (name for name in data if name not in known):
            new = self.layout.pair(scalars.node_of(name), scalars.node_of(data[name]), indent, inner_type(schema, name))
            self.edits.append((end, end, _joined(new)))

    def _pair(self, key: Node, value: Node, data: Any, schema: Any) -> None:
        if self._value(value, data, schema):
            return
        indent = key.column - 1
        new = self.layout.pair(scalars.node_of(key.text), scalars.node_of(data), indent, schema)
        self.edits.append((key.start, self._line_end(key, value), _joined(new).lstrip(" ")))

    def _value(self, node: Node, data: Any, schema: Any) -> bool:
        """Change NODE in place if that can be done; return whether it could."""
        start = len(self.edits)
        try:
            if node.kind == "map" and isinstance(data, dict) and not node.flow:
                self.mapping(node, data, schema)
            elif node.kind == "list" and isinstance(data, list) and not node.flow:
                self._list(node, data, schema)
            else:
                self._span(node, data)
        except _CannotError:
            del self.edits[start:]
            return False
        return True

    def _span(self, node: Node, data: Any) -> None:
        """Replace what stands on one line by something else that fits there."""
        new, old = scalars.node_of(data), self.text[node.start : node.end]
        same = node.kind == new.kind and (node.kind == "scalar" or node.flow)
        if not same or not old or "\n" in old or old[0] in "|>" or "\n" in new.text:
            raise _CannotError
        inside = self._before(node.start).lstrip(" -").startswith(("{", "[")) or "{" in self._before(node.start)
        words = on_one_line(new) if new.kind != "scalar" else scalars.inline(new, flow=inside)
        if "\n" in words or len(words) > len(old) + 80:
            raise _CannotError
        self.edits.append((node.start, node.end, words))

    def _list(self, node: Node, data: list[Any], schema: Any) -> None:
        for item in node.items:
            if self._before(item.start).strip() != "-":
                raise _CannotError
        if not data or not node.items:
            raise _CannotError
        old = [json.dumps(item.data(), sort_keys=True) for item in node.items]
        new = [json.dumps(one, sort_keys=True) for one in data]
        inner = inner_type(schema, 0)
        for verb, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if verb == "equal":
                continue
            shared = min(b - a, d - c)
            for item, one in zip(node.items[a : a + shared], data[c : c + shared], strict=True):
                self._item(item, one, inner)
            for item in node.items[a + shared : b]:
                self.edits.append((self._line_start(item.start), self._line_end(item, item), ""))
            at = self._line_end(node.items[a + shared - 1], node.items[a + shared - 1]) if a + shared else None
            start = at if at is not None else self._line_start(node.items[0].start)
            lines = [line for one in data[c + shared : d] for line in self._new_item(node, one, inner)]
            if lines:
                self.edits.append((start, start, _joined(lines)))

    def _item(self, item: Node, data: Any, schema: Any) -> None:
        if not self._value(item, data, schema):
            lines = self.layout.item(scalars.node_of(data), item.column - 1 - STEP, schema)
            self.edits.append((self._line_start(item.start), self._line_end(item, item), _joined(lines)))

    def _new_item(self, node: Node, data: Any, schema: Any) -> list[str]:
        first = node.items[0]
        return self.layout.item(scalars.node_of(data), self._before(first.start).index("-"), schema)

    def _before(self, offset: int) -> str:
        return self.text[self._line_start(offset) : offset]

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, key: Node, value: Node) -> int:
        """Return where the line after the value begins."""
        end = max(key.end, value.end)
        if self.text[end - 1] == "\n":
            return end
        found = self.text.find("\n", end)
        return found + 1 if found >= 0 else len(self.text) + 1


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
