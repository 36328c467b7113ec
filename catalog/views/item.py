"""The guide of one item: how long, how many trips, what to bring, who; then everything else."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog import linked, reach
from catalog.enums import Audience, Mode, Need
from catalog.guide import needed_materials, whom_to_call
from catalog.models import ServiceItem
from catalog.open_now import with_states
from catalog.qr import qr
from portal.kit import clock, former, published
from portal.kit.addresses import absolute

NEAREST = 4  # points shown on a guide; the others are one link away


@require_safe
@login_not_required
@published.for_everybody
@former.moved(code="item")
def item(request: HttpRequest, code: str) -> HttpResponse:
    """The guide; a retired item answers 410 and says where to go on."""
    found = get_object_or_404(ServiceItem.objects.select_related("department"), code=code)
    if found.retired_at:
        return render(request, "catalog/item_gone.html", {"item": found}, status=410)
    if not found.live:
        return render(request, "errors/404.html", status=404)
    return render(request, "catalog/item.html", guide(found))


@require_safe
@login_not_required
@published.for_everybody
@former.moved(code="item")
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """The guide as a sheet to take along: what the guide says, without what is only pressed, with a way back to it."""
    found = get_object_or_404(ServiceItem.objects.public().select_related("department"), code=code)
    address = absolute(reverse("item", args=[found.code]))
    context = guide(found) | {"address": address, "code": qr(address), "printed_on": clock.today()}
    return render(request, "catalog/item_print.html", context)


def guide(item: ServiceItem) -> dict[str, Any]:
    """Return the context of the guide; the preview in the admin uses the same."""
    materials = needed_materials(item)
    points = reach.points_for(item)
    whom = whom_to_call(item.department)
    return {
        "item": item,
        "audience": [Audience(code).label for code in item.audience],
        "modes": [Mode(code) for code in item.offered_as],
        "materials": materials,
        "to_bring": sum(m.need == Need.REQUIRED and not m.through_agent for m in materials),
        "theme": item.themes.first(),
        "numbers": whom,
        "points": with_states(points[:NEAREST], clock.now()),
        "points_count": points.count(),
        "updated_at": item.updated_at,
        "updated_by": item.department.name,
        "linked": linked.service(item, whom),
    }
