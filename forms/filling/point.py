"""Choice of another service point than that of the place, among the points that handle the application."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.points.finder import PointFinder
from catalog.points.open_now import with_states
from catalog.territory import reach
from forms.fields.typed import plain
from forms.filling import browser_drafts, form_token
from forms.filling.addresses import place_address
from forms.filling.contacts import responsible_contact, route_of
from forms.filling.draft_pages import FilledForm, keep, next_address, page_of_draft
from forms.filling.pages import foreign_page
from forms.filling.public_form import PublicForm
from forms.models.draft import POINT
from portal.kit import clock

PER_PAGE = 20


@page_of_draft(before_steps=True)
def point(request: HttpRequest, filled: FilledForm) -> HttpResponse:
    """Show the points by district, town and word; POST keeps the one that was chosen."""
    draft, spec, applied = filled.draft, filled.spec, filled.applied
    points = reach.points_for(*applied.items)
    page = PublicForm(request.POST if request.method == "POST" else None)
    foreign = request.method == "POST" and browser_drafts.is_foreign_page(request, draft)
    if foreign:
        page.add_error(None, foreign_page(draft))
    elif page.is_valid():
        chosen = points.filter(code=plain(request.POST.get("point", ""))[:80]).first()
        if chosen:
            return keep(request, filled.held, {POINT: chosen.code}, next_address)
        page.add_error(None, _("This service point cannot answer any more. Please choose another."))
    finder = PointFinder(request.GET.dict(), clock.now(), among=points)
    facets = finder.facets()
    rows = Paginator(finder.found(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": _("Choose who answers"),
        "form": page,
        "draft": draft,
        "token": form_token.new(request),
        "words": finder.words,
        "facets": facets,
        "chosen": [(facet, facet.chosen) for facet in (*facets, *finder.searched()) if facet.chosen],
        "page": rows,
        "pages": rows.paginator.get_elided_page_range(rows.number, on_each_side=1, on_ends=1),
        "points": with_states(rows, clock.now()),
        "by_place": place_address(filled.held) if spec.opens.asks_place and applied.items else "",
        "crumbs": [{"address": reverse("apply", args=[draft.form_version.code]), "label": spec.title}],
        "contact": responsible_contact(route_of(draft, applied)),
    }
    return render(request, "forms/point.html", context, status=409 if foreign else 200)
