"""The place that decides who answers (Art. 17): district, town, community, one page a level."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.models import Organisation, ServiceItem
from catalog.territory import reach
from configuration import codes
from forms.applied_for import AppliedFor, territory
from forms.fields.typed import plain
from forms.filling import browser_drafts, form_token
from forms.filling.addresses import onward, place_address
from forms.filling.browser_drafts import HeldDraft
from forms.filling.contacts import responsible_contact, route_of
from forms.filling.pages import blocking_page, foreign_page, redirect_to_sent
from forms.filling.public_form import PublicForm
from forms.filling.step_form import evaluated
from forms.models.draft import PLACE, POINT
from forms.widgets import Radios


class NamedPlaceForm(PublicForm):
    """The territories in an area, and that the applicant does not know or lives elsewhere."""

    place = forms.ChoiceField(
        label=gettext_lazy("District, street or town"),
        help_text=gettext_lazy("It decides which service point answers you. You can choose another one later."),
        widget=Radios(compact=True),
        error_messages={"required": gettext_lazy("Please choose a place.")},
    )

    def __init__(self, *args: Any, area: Organisation, places: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(place.code, str(place)) for place in places]
        self.fields["place"].choices = [*choices, (area.code, _("I do not know, or it is not in this list"))]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def place(request: HttpRequest, form: str) -> HttpResponse:
    """Ask for the place; POST keeps it and asks for a place in it, if that can make a difference."""
    held = browser_drafts.find(request, form)
    if held is None or held.draft.sent_at:
        return redirect_to_sent(request, form, held)
    draft = held.draft
    spec, stored = draft.form_version.read(), draft.read()
    evaluation = evaluated(spec, draft, stored)
    if page_instead := blocking_page(request, held, spec=spec, evaluation=evaluation, before=spec.steps[0].step):
        return page_instead
    applied = AppliedFor.by(draft, evaluation, stored)
    area = _area(request.GET.get("within", ""), applied.items)
    places = [*reach.places_in(area)] if area and spec.opens.asks_place else []
    if area is None or not places:
        return HttpResponseRedirect(onward(held, evaluation))
    data = request.POST if request.method == "POST" else None
    page = NamedPlaceForm(data, area=area, places=places, initial={"place": stored.get(PLACE)})
    foreign = request.method == "POST" and browser_drafts.is_foreign_page(request, draft)
    if foreign:
        page.add_error(None, foreign_page(draft))
    elif page.is_valid():
        chosen = next((one for one in places if one.code == page.cleaned_data["place"]), None)
        return _keep(request, held, chosen or area, asks_more=chosen is not None and _matters(chosen, applied.items))
    context = {
        "heading": _("Where in %(area)s?") % {"area": area} if "within" in request.GET else _("Where do you live?"),
        "form": page,
        "draft": draft,
        "token": form_token.new(request),
        "crumbs": [{"address": reverse("apply", args=[form]), "label": spec.title}],
        "contact": responsible_contact(route_of(draft, applied)),
    }
    return render(request, "forms/place.html", context, status=409 if foreign else 200)


def _area(wanted: str, items: Sequence[ServiceItem]) -> Organisation | None:
    """Return the territory WANTED (a code) if it lies in the area that the departments of ITEMS serve, else that."""
    path = reach.area_of(*items)
    found = territory(codes.current_code("organisation", plain(wanted)[:80])) if wanted else None
    if found and path.contains(found.path):
        return found
    return Organisation.objects.filter(path=path).first() if path else None


def _matters(place: Organisation, items: Sequence[ServiceItem]) -> bool:
    """Return whether somebody inside PLACE could answer: then a place in it is asked for."""
    below = (
        reach.points_for(*items).filter(organisation__in=Organisation.objects.within(place)).exclude(organisation=place)
    )
    return below.exists() and reach.places_in(place).exists()


def _keep(request: HttpRequest, held: HeldDraft, place: Organisation, *, asks_more: bool) -> HttpResponse:
    """Store PLACE, which takes back a point chosen before; lead to a place in it or onward."""
    kept = browser_drafts.store(request, held, {PLACE: place.code, POINT: ""})
    if kept is None or kept.draft.sent_at:
        return redirect_to_sent(request, held.draft.form_version.code, kept)
    evaluation = evaluated(kept.draft.form_version.read(), kept.draft, kept.draft.read())
    response = HttpResponseRedirect(place_address(kept, place.code) if asks_more else onward(kept, evaluation))
    browser_drafts.remember(request, response, kept)
    return response
