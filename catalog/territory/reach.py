"""Points and organisations that handle an item (Art. 17), by the department's territory and the item's levels."""

from collections.abc import Sequence
from itertools import chain, zip_longest

from django.db.models import Case, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from catalog.models import Organisation, ServiceItem, ServicePoint
from catalog.models.organisation import OrganisationQuerySet
from catalog.models.point import IN_THE_TREE
from catalog.models.tree_path import TreePath
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


def points_for(*items: ServiceItem) -> QuerySet[ServicePoint]:
    """Return the public points that handle every one of ITEMS, higher levels first.

    An item that names no level is handled at all of them; without ITEMS these are all public points.
    """
    points = ServicePoint.objects.public().for_list()
    for item in items:
        points = points.within(Organisation.objects.within(item.department.territory))
        if item.decided_at:
            points = points.filter(level__in=item.decided_at)
    return by_level(points)


def organisations_for(*items: ServiceItem) -> OrganisationQuerySet:
    """Return the territories at the levels at which every one of ITEMS is decided, with a service point or without."""
    found = Organisation.objects.current().filter(level__in=levels())
    for item in items:
        found = found.within(item.department.territory)
        if item.decided_at:
            found = found.filter(level__in=item.decided_at)
    return found


def area_of(*items: ServiceItem) -> TreePath:
    """Return the path of the smallest territory among those of the departments of ITEMS."""
    return max((item.department.territory for item in items), key=lambda path: path.depth, default=TreePath())


def places_in(area: Organisation) -> QuerySet[Organisation]:
    """Return the territories directly below AREA, e.g. the towns of a district."""
    return Organisation.objects.current().filter(parent=area, level__in=levels())


def nearest(points: QuerySet[ServicePoint], places: Sequence[TreePath], *, besides: Q) -> QuerySet[ServicePoint]:
    """Return those of POINTS that serve PLACES, the nearest first: inside them, then one step up after the other.

    Those that fulfil BESIDES stand after the ones inside. One query for the hosts of zones.
    """
    inside = Organisation.objects.within(*places)
    rows = Organisation.objects.filter(path__in=places).with_hosts()
    steps = zip_longest(*(row.serving()[1:] for row in rows), fillvalue=TreePath())
    above = list(dict.fromkeys(filter(None, chain.from_iterable(steps))))
    distance = Case(
        When(organisation__in=inside, then=Value(0)),
        *(When(organisation__path=path, then=Value(2 + step)) for step, path in enumerate(above)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return by_level(points.filter(Q(organisation__in=inside) | Q(organisation__path__in=above) | besides), distance)


def by_level(points: QuerySet[ServicePoint], *first: Case) -> QuerySet[ServicePoint]:
    """Order POINTS from the top level down, then as their organisations stand in the tree; FIRST goes before both."""
    ranks: Sequence[When] = [When(level=level, then=Value(rank)) for rank, level in enumerate(levels())]
    # Without levels the rank would be a bare number, which PostgreSQL takes for the position of a column.
    rank = [Case(*ranks, default=Value(99), output_field=IntegerField())] if ranks else []
    return points.order_by(*first, *rank, *IN_THE_TREE)
