"""The guide of one item: how long, how many trips, what to bring, who; then everything else."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog import reach
from catalog.calendar import work_calendar
from catalog.enums import Audience, Mode, Need
from catalog.guide import needed_materials, whom_to_call
from catalog.hours import state
from catalog.models import ServiceItem
from portal.kit import clock

NEAREST = 4  # points shown on a guide; the others are one link away


@require_safe
@login_not_required
def item(request: HttpRequest, code: str) -> HttpResponse:
    """The guide; a retired item answers 410 and says where to go on."""
    found = get_object_or_404(ServiceItem.objects.for_list(), code=code)
    if found.retired_at:
        return render(request, "catalog/item_gone.html", {"item": found}, status=410)
    if not found.live:
        return render(request, "errors/404.html", status=404)
    return render(request, "catalog/item.html", guide(found))


def guide(item: ServiceItem) -> dict[str, Any]:
    """Return the context of the guide; the preview in the admin uses the same."""
    materials = needed_materials(item)
    points = reach.points_for(item)
    now, calendar = clock.now(), work_calendar()
    return {
        "item": item,
        "audience": [Audience(code).label for code in item.audience],
        "modes": [Mode(code) for code in item.offered_as],
        "materials": materials,
        "to_bring": sum(m.need == Need.REQUIRED and not m.through_agent for m in materials),
        "theme": item.themes.first(),
        "numbers": whom_to_call(item.department),
        "points": [(point, state(point, now, calendar)) for point in points[:NEAREST]],
        "points_count": points.count(),
        "updated_at": item.updated_at,
        "updated_by": item.department.name,
    }
