"""Facts that the conditions of a form may use beside the answers (forms/conditions.py, FACTS)."""

from typing import Any

from catalog.models import ServiceItem, ServicePoint


def facts(item: ServiceItem | None, point: ServicePoint | None, channel: str) -> dict[str, Any]:
    """Return the facts about ITEM, POINT and the CHANNEL by which the form comes, e.g. ``online``."""
    known: dict[str, Any] = {"channel": channel}
    if item is not None:
        known |= {"item.excluded": item.is_excluded, "item.departments": 1, "item.form": item.form}
    if point is not None:
        known["point.level"] = point.level
    return known
