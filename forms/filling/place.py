"""The place that decides who answers (Art. 17): district, town, community, one page a level."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Organisation, ServiceItem
from catalog.territory import reach
from configuration import codes
from forms.applied_for import territory
from forms.fields.typed import plain
from forms.filling import browser_drafts, form_token
from forms.filling.addresses import onward, place_address
from forms.filling.contacts import responsible_contact, route_of
from forms.filling.draft_pages import FilledForm, keep, next_address, page_of_draft
from forms.filling.pages import foreign_page
from forms.filling.public_form import PublicForm
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


@page_of_draft(before_steps=True)
def place(request: HttpRequest, filled: FilledForm) -> HttpResponse:
    """Ask for the place; POST keeps it and asks for a place in it, if that can make a difference."""
    draft, spec, applied = filled.draft, filled.spec, filled.applied
    area = _area(request.GET.get("within", ""), applied.items)
    places = [*reach.places_in(area)] if area and spec.opens.asks_place else []
    if area is None or not places:
        return HttpResponseRedirect(onward(filled.held, filled.evaluation))
    data = request.POST if request.method == "POST" else None
    page = NamedPlaceForm(data, area=area, places=places, initial={"place": filled.stored.get(PLACE)})
    foreign = request.method == "POST" and browser_drafts.is_foreign_page(request, draft)
    if foreign:
        page.add_error(None, foreign_page(draft))
    elif page.is_valid():
        chosen = next((one for one in places if one.code == page.cleaned_data["place"]), None)
        # The page may ask for a place inside the chosen one; a point chosen before is taken back.
        inside = chosen.code if chosen is not None and _matters(chosen, applied.items) else ""
        answers = {PLACE: (chosen or area).code, POINT: ""}
        return keep(
            request, filled.held, answers, lambda kept: place_address(kept, inside) if inside else next_address(kept)
        )
    context = {
        "heading": _("Where in %(area)s?") % {"area": area} if "within" in request.GET else _("Where do you live?"),
        "form": page,
        "draft": draft,
        "token": form_token.new(request),
        "crumbs": [{"address": reverse("apply", args=[draft.form_version.code]), "label": spec.title}],
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
