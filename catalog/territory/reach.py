"""Which item is done where (Art. 17): the department's territory, and the levels at which the item is decided."""

from collections.abc import Sequence

from django.db.models import Case, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from catalog.models import Organisation, ServiceItem, ServicePoint
from configuration import site


def levels() -> list[str]:
    """Return the codes of the territorial levels, top first."""
    return site.current().territories


def departments() -> list[str]:
    """Return the codes of the levels that are departments, not territories."""
    return site.current().departments


def districts() -> QuerySet[Organisation]:
    """Return the territories directly below the top one: districts, county-level cities, functional zones."""
    top, *below = levels() or [""]
    return Organisation.objects.current().filter(parent__level=top, level__in=below)


def lists(column: str) -> Cast:
    """Return the JSON list COLUMN as text, in which ``"code"`` can be looked for on every database."""
    return Cast(column, TextField())


def points_for(item: ServiceItem) -> QuerySet[ServicePoint]:
    """Return the public points that handle ITEM, higher levels first; all levels where the item names none."""
    points = ServicePoint.objects.public().for_list().within(Organisation.objects.within(item.department.territory))
    if item.decided_at:
        points = points.filter(level__in=item.decided_at)
    return by_level(points)


def by_level(points: QuerySet[ServicePoint]) -> QuerySet[ServicePoint]:
    """Order POINTS from the top level down, then by organisation."""
    ranks: Sequence[When] = [When(level=level, then=Value(rank)) for rank, level in enumerate(levels())]
    # Without levels the rank would be a bare number, which PostgreSQL takes for the position of a column.
    rank = [Case(*ranks, default=Value(99), output_field=IntegerField())] if ranks else []
    return points.order_by(*rank, "organisation__path", "order", "code")
