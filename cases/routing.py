"""Which organisation answers, and what conditions may know about an item and a point (Art. 17)."""

from typing import Any

from catalog.models import Organisation, ServiceItem, ServicePoint
from catalog.territory import reach
from configuration import site
from forms.spec import Opens


def facts(item: ServiceItem | None, point: ServicePoint | None, channel: str) -> dict[str, Any]:
    """Return the facts that conditions of a form may name (forms/conditions.py, FACTS)."""
    known: dict[str, Any] = {"channel": channel}
    if item is not None:
        known |= {"item.excluded": item.is_excluded, "item.departments": 1, "item.form": item.form}
    if point is not None:
        known["point.level"] = point.level
    return known


def route(
    opens: Opens, item: ServiceItem | None, point: ServicePoint | None
) -> tuple[Organisation, ServicePoint | None]:
    """Return the organisation that answers and its point: the first rule of the form that finds one.

    Raises `Organisation.DoesNotExist` only when the site names no competent authority.
    """
    for rule in opens.route_by:
        if rule == "point" and point is not None:
            return point.organisation, point
        if rule == "item.decided_at" and item is not None and (found := reach.points_for(item).first()):
            return found.organisation, found
    return Organisation.objects.get(code=site.current().competent_authority), None
