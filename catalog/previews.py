"""The context of the real page for a draft: pages say how they are built, models ask here without importing them."""

from collections.abc import Callable
from typing import Any

_contexts: dict[str, Callable[[Any], dict[str, Any]]] = {}


def register(template: str, make: Callable[[Any], dict[str, Any]]) -> None:
    """Make known that MAKE returns the context of TEMPLATE for a row."""
    _contexts[template] = make


def context(template: str, row: Any) -> dict[str, Any]:
    """Return the context of TEMPLATE for ROW, saved or not."""
    return _contexts[template](row)
