"""Another service point than that of the place: the points that handle what is applied for, to choose one."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.models import ServicePoint
from catalog.points.finder import PointFinder
from catalog.points.open_now import with_states
from catalog.territory import reach
from forms.applied_for import AppliedFor
from forms.fields.typed import plain
from forms.filling import browser_drafts, form_token
from forms.filling.addresses import onward, place_address
from forms.filling.browser_drafts import HeldDraft
from forms.filling.contacts import responsible_contact, route_of
from forms.filling.pages import blocking_page, foreign_page, redirect_to_sent
from forms.filling.public_form import PublicForm
from forms.filling.step_form import evaluated
from forms.models.draft import POINT
from portal.kit import clock

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def point(request: HttpRequest, form: str) -> HttpResponse:
    """Show the points by district, town and word; POST keeps the one that was chosen."""
    held = browser_drafts.find(request, form)
    if held is None or held.draft.sent_at:
        return redirect_to_sent(request, form, held)
    draft = held.draft
    spec, stored = draft.form_version.read(), draft.read()
    evaluation = evaluated(spec, draft, stored)
    if page_instead := blocking_page(request, held, spec=spec, evaluation=evaluation, before=spec.steps[0].step):
        return page_instead
    applied = AppliedFor.by(draft, evaluation, stored)
    points = reach.points_for(*applied.items)
    page = PublicForm(request.POST if request.method == "POST" else None)
    foreign = request.method == "POST" and browser_drafts.is_foreign_page(request, draft)
    if foreign:
        page.add_error(None, foreign_page(draft))
    elif page.is_valid():
        chosen = points.filter(code=plain(request.POST.get("point", ""))[:80]).first()
        if chosen:
            return _keep(request, held, chosen)
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
        "by_place": place_address(held) if spec.opens.asks_place and applied.items else "",
        "crumbs": [{"address": reverse("apply", args=[form]), "label": spec.title}],
        "contact": responsible_contact(route_of(draft, applied)),
    }
    return render(request, "forms/point.html", context, status=409 if foreign else 200)


def _keep(request: HttpRequest, held: HeldDraft, point: ServicePoint) -> HttpResponse:
    kept = browser_drafts.store(request, held, {POINT: point.code})
    if kept is None or kept.draft.sent_at:
        return redirect_to_sent(request, held.draft.form_version.code, kept)
    evaluation = evaluated(kept.draft.form_version.read(), kept.draft, kept.draft.read())
    response = HttpResponseRedirect(onward(kept, evaluation))
    browser_drafts.remember(request, response, kept)
    return response
