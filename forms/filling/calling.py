"""Ways without a computer: the page that says how to apply by telephone or at a window, and the form on paper."""

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.calendar import work_calendar
from catalog.enums import Need
from catalog.items.guide import needed_materials
from catalog.models import ServiceItem, ServicePoint
from catalog.points.hours import openings, state
from catalog.territory import reach
from configuration import codes
from forms import destinations
from forms.applied_for import AppliedFor
from forms.destinations import Route
from forms.fields.typed import plain
from forms.filling.contacts import contact, responsible_contact
from forms.models import Form
from forms.paper.printed_form import PrintedNumbers, blank_pdf
from portal.kit import clock
from portal.kit.typeset import FontMissing, GlyphMissing


@require_safe
@login_not_required
@never_cache
def call(request: HttpRequest, form: str) -> HttpResponse:
    """Say whom to call and when, where the window is, what to have at hand, and how long it takes."""
    definition = _published(form)
    spec = definition.current.read()
    wanted = codes.current_code("item", plain(request.GET.get("item", ""))[:80])
    items = ServiceItem.objects.public().filter(exclusion="").select_related("department")
    item = items.filter(code=wanted).first() if wanted else None
    route = destinations.of(spec).route(spec, AppliedFor([item] if item else []))
    window = _window(route, [item] if item else [])
    whom = responsible_contact(route)
    now = clock.now()
    context = {
        "heading": spec.title,
        "definition": definition,
        "minutes": spec.minutes,
        "item": item,
        "contact": whom,
        "window": window,
        # Hours of a window are those of a telephone only where the number is its own.
        "hours_of_number": window is not None and window.service_phone == whom.phone,
        "state": state(window, now, work_calendar()) if window else None,
        "today": openings(window, clock.today(), work_calendar()) if window else [],
        "materials": _materials(item),
        "steps": [one.title for one in spec.steps],
    }
    return render(request, "forms/call.html", context)


@require_safe
@login_not_required
def blank_form(request: HttpRequest, form: str) -> HttpResponse:
    """The empty form as a PDF; a server that lacks a font or a letter says so, and whom to call."""
    definition = _published(form)
    whom = contact()
    try:
        made = blank_pdf(definition.current, PrintedNumbers(whom.phone, whom.complaint))
    except (FontMissing, GlyphMissing) as error:
        context = {"heading": definition.title, "contact": whom, "characters": getattr(error, "characters", "")}
        return render(request, "forms/paper_missing.html", context, status=503)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{definition.code}-{definition.current.number}.pdf"',
            "ETag": f'"{hashlib.sha256(made).hexdigest()[:32]}"',
            "Cache-Control": "no-cache",
        },
    )


def _published(code: str) -> Form:
    definition = Form.objects.filter(code=code, retired_at=None).select_related("current").first()
    if definition is None:
        raise Http404
    return definition


def _window(route: Route, items: list[ServiceItem]) -> ServicePoint | None:
    """Return the window of ROUTE, else one of the organisation that answers, else the first that handles ITEMS."""
    if route.point:
        return route.point
    points = reach.points_for(*items)
    return points.filter(organisation=route.organisation).first() or points.first()


def _materials(item: ServiceItem | None) -> list[dict[str, Any]]:
    needed = needed_materials(item) if item else []
    return [{"name": one.name, "later": one.need == Need.DEFERRABLE} for one in needed]
