"""Pages to choose service, district and point: links, so that every stage has an address."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models import AppointmentKind
from appointments.public.booking_choice import BookingChoice
from catalog.models import Organisation, ServicePoint
from catalog.territory import reach
from forms.filling.contacts import contact


@require_safe
@login_not_required
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Ask what for, then in which district, then at which point."""
    choice = BookingChoice.of(request)
    context: dict[str, Any] = {"item": choice.item, "contact": contact(point=choice.point)}
    if choice.kind is None:
        kinds = AppointmentKind.objects.filter(retired_at=None)
        rows = [
            {"title": k.title, "address": BookingChoice(k, choice.point, choice.item).address("book")} for k in kinds
        ]
        return render(request, "appointments/choose.html", context | {"heading": _("Book a time"), "rows": rows})
    if choice.point:
        return HttpResponseRedirect(choice.address("book_time"))
    points = _points(choice)
    districts = _districts(points)
    here = request.GET.get("district", "")
    if len(districts) > 1 and here not in districts:
        rows = [
            {"title": name, "address": choice.address("book", district=code), "count": len(found)}
            for code, (name, found) in districts.items()
        ]
        context |= {"heading": _("In which district?"), "rows": rows}
    else:
        found = districts.get(here, ("", points))[1]
        rows = [
            {
                "title": p.name,
                "note": p.address,
                "address": BookingChoice(choice.kind, p, choice.item).address("book_time"),
            }
            for p in found
        ]
        context |= {"heading": _("Where would you like to come?"), "rows": rows}
    return render(request, "appointments/choose.html", context)


def _points(choice: BookingChoice) -> list[ServicePoint]:
    """Return the points where CHOICE can be booked: those that handle its service, or all if none is known to."""
    handling = reach.points_for(*([choice.item] if choice.item else [])).filter(level__in=choice.spec.at)
    return [*handling] or [*reach.points_for().filter(level__in=choice.spec.at)]


def _districts(points: list[ServicePoint]) -> dict[str, tuple[str, list[ServicePoint]]]:
    """Return name and points by code of the territory below the top; one query."""
    paths = {point.pk: point.organisation.path.top(2) for point in points}
    names = {row.path: str(row) for row in Organisation.objects.filter(path__in=set(paths.values()))}
    grouped: dict[str, tuple[str, list[ServicePoint]]] = {}
    for point in points:
        path = paths[point.pk]
        code = path.codes[-1]
        grouped.setdefault(code, (names.get(path, code), []))[1].append(point)
    return grouped
