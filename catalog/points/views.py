"""Service points: the list by district and level, and one point with everything about it (Art. 9, 15, 38)."""

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog import facet_index, schema_org
from catalog.calendar import work_calendar
from catalog.models import Post, ServiceItem, ServicePoint
from catalog.points.finder import PointFinder
from catalog.points.hours import state
from catalog.points.hours_table import closures, exceptions, week
from catalog.points.open_now import nearest_open, with_states
from catalog.points.sign import SIZES
from catalog.points.sign import sign as drawn
from catalog.territory import reach
from configuration import codes
from portal.kit import clock, published
from portal.kit.typeset import FontMissing, GlyphMissing

PER_PAGE = 20
SHOWN = 8  # items on the page of a point; the others are one link away


@require_safe
@login_not_required
@published.for_everybody
@codes.redirect_renamed(item="item", district="organisation", town="organisation", level="level")
def points(request: HttpRequest) -> HttpResponse:
    """The points of a choice (district, town, level, open now, words), or those that handle one item (`?item=`)."""
    item = ServiceItem.objects.public().for_list().filter(code=request.GET.get("item", "")[:80]).first()
    now = clock.now()
    network = PointFinder(request.GET.dict(), now, among=reach.points_for(item) if item else None)
    facets = network.facets()
    page = Paginator(network.found(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "item": item,
        "words": network.words,
        "matches": network.matches,
        "has_own_point": bool(network.matches) and network.has_own_point,
        "facets": facets,
        "chosen": [(facet, facet.chosen) for facet in (*facets, *network.searched()) if facet.chosen],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "points": with_states(page, now),
    }
    return render(request, "catalog/points.html", context)


@require_safe
@login_not_required
@published.for_everybody
@codes.redirect_renamed(code="point")
def point(request: HttpRequest, code: str) -> HttpResponse:
    """One point; a retired one answers 410."""
    found = get_object_or_404(ServicePoint.objects.for_page(), code=code)
    if found.retired_at:
        return render(request, "catalog/point_gone.html", {"point": found}, status=410)
    if not found.live:
        return render(request, "errors/404.html", status=404)
    return render(request, "catalog/point.html", point_context(found))


@require_safe
@login_not_required
@codes.redirect_renamed(code="point")
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """The printed sign of a point as a PDF: A4, or A3 with `?size=a3`; a server without Chinese fonts says so."""
    found = get_object_or_404(ServicePoint.objects.public().for_page(), code=code)
    size = request.GET.get("size", SIZES[0])
    if size not in SIZES:
        raise Http404
    try:
        made = drawn(found, size)
    except (FontMissing, GlyphMissing) as error:
        characters = getattr(error, "characters", "")
        return render(request, "catalog/sign_missing.html", {"point": found, "characters": characters}, status=503)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{found.code}-{size}.pdf"',
            "ETag": f'"{hashlib.sha256(made).hexdigest()[:32]}"',
            "Cache-Control": "no-cache",
        },
    )


def point_context(point: ServicePoint) -> dict[str, Any]:
    """Return the context of a point's page; the preview in the admin uses the same."""
    now, today, calendar = clock.now(), clock.today(), work_calendar()
    open_state = state(point, now, calendar)
    taken = facet_index.current()
    items = facet_index.Rows(taken, taken.at(point))
    district = point.organisation.territory.codes[-1]
    return {
        "point": point,
        "state": open_state,
        "instead": None if open_state.is_open else nearest_open(point, now),
        "week": week(point, today, calendar),
        "exceptions": exceptions(point, today),
        "closures": closures(point, today, calendar),
        "places": sorted(point.places.all(), key=lambda place: not place.is_facility),
        "staff": list(Post.objects.held().filter(point=point.pk or 0, public=True).select_related("user", "role")),
        "items": items[:SHOWN],
        "items_count": len(items),
        "district": district,
        "updated_at": point.updated_at,
        "updated_by": point.organisation.name,
        "linked": schema_org.office(point),
    }
