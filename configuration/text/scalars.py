"""Writing of one value: plain where nobody can misread it, otherwise in double quotes."""

import json
import re
from typing import Any

from configuration.text.source import Node, resolve

INDICATORS = tuple("-?:,[]{}#&*!|>'\"%@`=<~.+")
# What some reader of YAML takes for a switch, a number or a time.
AMBIGUOUS = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)|[0-9][0-9_:.,eExXoO+-]*")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\t\r]")


def node_of(data: Any) -> Node:
    """Return plain DATA as a tree without places, for writing."""
    if isinstance(data, dict):
        pairs = [(node_of(str(key)), node_of(value)) for key, value in data.items()]
        return Node("map", 0, 0, 0, 0, pairs=pairs)
    if isinstance(data, list | tuple):
        return Node("list", 0, 0, 0, 0, items=[node_of(one) for one in data])
    if isinstance(data, str):
        return Node("scalar", 0, 0, 0, 0, text=data)
    return Node("scalar", 0, 0, 0, 0, text=json.dumps(data), plain=True)


def inline(node: Node, *, flow: bool) -> str:
    """Return a scalar in one line; ``flow`` says whether it stands inside braces."""
    if node.plain and not isinstance(resolve(node.text), str):
        return node.text if resolve(node.text) is not None else "null"
    return quoted(node.text, flow=flow)


def quoted(text: str, *, flow: bool = False) -> str:
    """Return TEXT as YAML that reads back as this text."""
    if _is_plain(text, flow=flow):
        return text
    return ODD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", json.dumps(text, ensure_ascii=False))


def _is_plain(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or text.startswith(INDICATORS) or ODD.search(text) or "\n" in text:
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    if flow and any(char in text for char in ",[]{}:?#"):
        return False
    return bool(DATE.fullmatch(text)) or not AMBIGUOUS.fullmatch(text)


def block(text: str, indent: int) -> list[str] | None:
    """Return TEXT of several lines as a literal block: its header and lines; None if a block cannot hold it."""
    body = text[:-1] if text.endswith("\n") else text
    lines = body.split("\n")
    odd = ODD.search(body) or not lines[0] or not lines[-1] or any(line != line.rstrip() for line in lines)
    if "\n" not in text or odd or lines[0].startswith(" "):
        return None
    return ["|" if text.endswith("\n") else "|-", *(f"{' ' * indent}{line}" if line else "" for line in lines)]
