"""The start page of a form: requirements, other ways to apply, and the drafts of this browser."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.enums import Need
from catalog.items.guide import needed_materials
from catalog.models import ServiceItem, ServicePoint
from configuration import codes
from forms import destinations
from forms.applied_for import AppliedFor
from forms.fields.typed import plain
from forms.filling import browser_drafts
from forms.filling.abuse import BEGINNINGS, Guarded, attempts
from forms.filling.addresses import check_address, first_gap, onward, place_address
from forms.filling.browser_drafts import HeldDraft
from forms.filling.contacts import Contact, responsible_contact
from forms.filling.pages import busy, no_longer_offered, stopped
from forms.filling.step_form import evaluated
from forms.models import Form
from portal.kit.limits import exceeded


class StartForm(Guarded):
    # A visitor who knows the page presses at once; nothing but an empty draft comes of it.
    fastest = 0

    item = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    point = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def start(request: HttpRequest, form: str) -> HttpResponse:
    """Show requirements and other ways to apply; POST begins an empty draft."""
    definition = Form.objects.published().filter(code=form).select_related("current").first()
    if definition is None:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    wanted = codes.current_code("item", plain(asked.get("item", ""))[:80])
    item = ServiceItem.objects.public().filter(code=wanted).select_related("department").first() if wanted else None
    point = (
        ServicePoint.objects.public()
        .for_list()
        .filter(code=codes.current_code("point", plain(asked.get("point", ""))[:80]))
        .first()
    )
    spec = definition.current.read()
    route = destinations.of(spec).route(spec, AppliedFor([item] if item else [], point=point))
    desk = responsible_contact(route)
    if refusal := no_longer_offered(item, missing=bool(wanted and item is None)):
        return stopped(request, desk, *refusal, status=403 if request.method == "POST" else 200)
    opening = StartForm(request.POST or None, initial={"item": wanted, "point": point.code if point else ""})
    if request.method == "POST" and opening.is_valid():
        if limit := exceeded(attempts(request, *BEGINNINGS)):
            return busy(request, desk, limit)
        return _begin(request, definition, item, point, asks_place=route.asks_place)
    return render(request, "forms/start.html", _opening(request, definition, item, desk, opening))


def _begin(
    request: HttpRequest, form: Form, item: ServiceItem | None, point: ServicePoint | None, *, asks_place: bool
) -> HttpResponse:
    begun = browser_drafts.begin(version=form.current, item=item, point=point)
    others = [one for one in browser_drafts.held(request, form.code) if one.service != begun.service]
    begun = replace(begun, among=len(others) + 1)
    first = place_address(begun) if asks_place else onward(begun, evaluated(form.current.read(), begun.draft, {}))
    response = HttpResponseRedirect(first)
    browser_drafts.forget(response, others[browser_drafts.MOST - 1 :])
    browser_drafts.remember(request, response, begun)
    return response


def _opening(
    request: HttpRequest, definition: Form, item: ServiceItem | None, desk: Contact, opening: StartForm
) -> dict[str, Any]:
    spec = definition.current.read()
    held = browser_drafts.held(request, definition.code)
    shown = [one for one in held if item is None or one.service == item.code]
    materials = needed_materials(item) if item else []
    return {
        "heading": str(spec.title),
        "intro": spec.intro,
        "form": opening,
        "item": item,
        "sent": [
            {"service": one.draft.item, "form": destinations.of(spec).result_of(one.draft)}
            for one in shown
            if one.draft.sent_at
        ],
        "begun": [{"service": one.draft.item, "resume": _resume(one)} for one in shown if not one.draft.sent_at],
        "again": browser_drafts.of_service(shown, item.code if item else ""),
        "minutes": spec.minutes,
        "steps": len(spec.steps),
        "form_code": definition.code,
        "materials": [{"name": one.name, "later": one.need == Need.DEFERRABLE} for one in materials],
        "contact": desk,
    }


def _resume(held: HeldDraft) -> str:
    """Return where the draft HELD goes on: the first step with an open question, else the page to check."""
    draft = held.draft
    return first_gap(held, evaluated(draft.form_version.read(), draft, draft.read())) or check_address(held)
