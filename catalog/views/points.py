"""Service points: the list by district and level, and one point with everything about it (Art. 9, 15, 38)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog import reach
from catalog.calendar import work_calendar
from catalog.enums import PlaceKind
from catalog.facets import Facet, Option
from catalog.hours import state
from catalog.models import ServiceItem, ServicePoint
from catalog.views.opening import exceptions, week
from portal.kit import clock, site

PER_PAGE = 20


@require_safe
@login_not_required
def points(request: HttpRequest) -> HttpResponse:
    """The points of a district and a level, or those that handle one item (`?item=`)."""
    item = ServiceItem.objects.public().for_list().filter(code=request.GET.get("item", "")[:80]).first()
    everywhere = reach.points_for(item) if item else reach.by_level(ServicePoint.objects.public().for_list())
    facets, narrowed = _narrow(everywhere, request.GET.get("district", ""), request.GET.get("level", ""))
    page = Paginator(narrowed, PER_PAGE).get_page(request.GET.get("page"))
    now, calendar = clock.now(), work_calendar()
    context = {
        "item": item,
        "facets": facets,
        "chosen": [(facet, facet.chosen) for facet in facets if facet.chosen],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "points": [(point, state(point, now, calendar)) for point in page],
    }
    return render(request, "catalog/points.html", context)


def _narrow(points: Any, district: str, level: str) -> tuple[list[Facet], Any]:
    """Return the two facets with their counts, and the points that remain; three queries."""
    districts = {row.code: row for row in reach.districts()}
    here = Q(organisation__path__startswith=districts[district].path) if district in districts else Q()
    names = {entry.level: entry.name for entry in site.current().levels if not entry.department}
    there = Q(level=level) if level in names else Q()
    # One count a district in one statement; without districts there is nothing to ask.
    counts = {
        f"n{n}": Count("pk", filter=Q(organisation__path__startswith=row.path))
        for n, row in enumerate(districts.values())
    }
    in_districts = points.filter(there).aggregate(**counts) if counts else {}
    at_levels = dict(points.filter(here).order_by().values_list("level").annotate(n=Count("pk")))
    facets = [
        Facet(
            "district",
            _("Where"),
            [
                Option(code, row.short_name or row.name, in_districts[f"n{n}"], code == district)
                for n, (code, row) in enumerate(districts.items())
            ],
        ),
        Facet("level", _("Level"), [Option(c, name, at_levels.get(c, 0), c == level) for c, name in names.items()]),
    ]
    return [facet for facet in facets if len(facet.options) > 1], points.filter(here, there)


@require_safe
@login_not_required
def point(request: HttpRequest, code: str) -> HttpResponse:
    """One point; a retired one answers 410."""
    found = get_object_or_404(ServicePoint.objects.select_related("organisation"), code=code)
    if found.retired_at:
        return render(request, "catalog/point_gone.html", {"point": found}, status=410)
    if not found.live:
        return render(request, "errors/404.html", status=404)
    return render(request, "catalog/point.html", face(found))


def face(point: ServicePoint) -> dict[str, Any]:
    """Return the context of a point's page; the preview in the admin uses the same."""
    today, calendar = clock.today(), work_calendar()
    kinds = dict(PlaceKind.choices)
    return {
        "point": point,
        "state": state(point, clock.now(), calendar),
        "week": week(point, today, calendar),
        "exceptions": exceptions(point, today),
        "places": [(kinds[block.value["kind"]], block.value) for block in point.places],
        "items_count": reach.items_at(point).count(),
        "district": reach.territory(point.organisation.path, point.organisation.level).strip("/").split("/")[-1],
        "updated_at": point.updated_at,
        "updated_by": point.organisation.name,
    }
