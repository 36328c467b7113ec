"""Values of fields as one text."""

from typing import Any


def flat(value: Any) -> str:
    """Return VALUE, which may hold many texts, as one; what stood apart stays apart."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return " , ".join(map(flat, value))
    return "" if value is None else str(value)
