"""StreamField values as definitions write them, and back."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from portal.kit.words import Words


def stream(kind: str, owner: str, values: Iterable[dict[str, Any]]) -> str:
    """Return the JSON of a StreamField that holds VALUES, all blocks of KIND.

    Block ids follow from OWNER and position, so that a second apply changes nothing and histories can be compared.
    """
    blocks = [
        {"type": kind, "value": _raw(value), "id": str(uuid5(NAMESPACE_OID, f"{owner}/{kind}/{number}"))}
        for number, value in enumerate(values)
    ]
    return json.dumps(blocks, default=str, ensure_ascii=False)


def _raw(value: dict[str, Any]) -> dict[str, Any]:
    """Block names allow no dash, so languages are written with an underscore."""
    return {
        name: {code.replace("-", "_"): text for code, text in part.items()} if isinstance(part, Words) else part
        for name, part in value.items()
    }


def values(field: Any) -> list[Any]:
    """Return the values of the blocks of a StreamField."""
    return [block.value for block in field]
