"""The online application: a start page, one address a step, a page to check, and then the receipt."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.models import Draft
from cases.public import drafts, form_token
from cases.public.contacts import Contact, contact
from cases.public.guard import BEGINNINGS, Guarded, attempts
from cases.public.pages import busy, stopped
from cases.public.receipts import address_of, to_receipt
from cases.public.steps import blank, evaluated, sent
from cases.routing import route
from catalog.enums import Need
from catalog.items.guide import needed_materials
from catalog.models import ServiceItem, ServicePoint
from configuration import codes
from forms.evaluate import Evaluation
from forms.fields.typed import plain
from forms.models import Form
from forms.spec import FormSpec
from portal.kit.limits import exceeded


class StartForm(Guarded):
    # Whoever knows the page presses at once; nothing but an empty draft comes of it.
    fastest = 0

    item = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    point = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def start(request: HttpRequest, form: str) -> HttpResponse:
    """Say what is needed and how else to get it; POST begins an empty draft."""
    definition = Form.objects.filter(code=form, retired_at=None).select_related("current").first()
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
    desk = whom(spec, item, point)
    if refusal := _no_longer(item, missing=bool(wanted and item is None)):
        return stopped(request, desk, *refusal, status=403 if request.method == "POST" else 200)
    opening = StartForm(request.POST or None, initial={"item": wanted, "point": point.code if point else ""})
    if request.method == "POST" and opening.is_valid():
        if limit := exceeded(attempts(request, *BEGINNINGS)):
            return busy(request, desk, limit)
        draft, key = drafts.begin(version=definition.current, item=item, point=point)
        response = HttpResponseRedirect(_address(spec, evaluated(spec, draft, {}).steps[0].step))
        drafts.remember(request, response, form, key)
        return response
    return render(request, "cases/public/apply_start.html", _opening(request, definition, item, desk, opening))


def _opening(
    request: HttpRequest, definition: Form, item: ServiceItem | None, desk: Contact, opening: StartForm
) -> dict[str, Any]:
    spec = definition.current.read()
    draft = drafts.find(request, definition.code)
    materials = needed_materials(item) if item else []
    return {
        "heading": str(spec.title),
        "intro": spec.intro,
        "form": opening,
        "item": item,
        "draft": draft,
        "resume": _resume(draft) if draft else "",
        "receipt": address_of(draft.case) if draft and draft.case else "",
        "minutes": spec.minutes,
        "steps": len(spec.steps),
        "materials": [{"name": one.name, "later": one.need == Need.DEFERRABLE} for one in materials],
        "contact": desk,
    }


def _no_longer(item: ServiceItem | None, *, missing: bool) -> tuple[str, str] | None:
    """Return heading and reason if ITEM cannot be applied for: withdrawn, or excluded by Art. 5."""
    if missing:
        return _("This service is not offered any more"), _(
            "It was withdrawn or has got a new name. Nothing you entered is lost. Please look for it, or call us."
        )
    if item and item.is_excluded:
        reason = str(item.exclusion_reason) or _(
            "It concerns safety or secrets, so the rule does not let us help with it. The department itself does."
        )
        return _("We cannot help with this service"), reason
    return None


def _address(spec: FormSpec, step: str) -> str:
    return reverse("apply_step", args=[spec.form, step])


def _resume(draft: Draft) -> str:
    """Return where DRAFT goes on: the first step with an open question, else the page to check."""
    spec = draft.form_version.read()
    return first_gap(spec, evaluated(spec, draft, draft.read())) or reverse("apply_check", args=[spec.form])


def first_gap(spec: FormSpec, evaluation: Evaluation) -> str | None:
    """Return the address of the first step that lacks an answer, or None."""
    return _address(spec, evaluation.missing[0][0]) if evaluation.missing else None


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def step(request: HttpRequest, form: str, step: str) -> HttpResponse:
    """Ask one step; POST keeps the answers and goes on."""
    draft = drafts.find(request, form)
    if draft is None or draft.case:
        return elsewhere(request, form, draft)
    spec, stored = draft.form_version.read(), draft.read()
    here = spec.step(step)
    if here is None:
        raise Http404
    evaluation = evaluated(spec, draft, stored)
    if page_instead := blocking_page(request, draft, spec=spec, evaluation=evaluation, before=step):
        return page_instead
    if request.method == "POST":
        page = sent(spec, here, draft, stored, request.POST)
    else:
        page = blank(evaluation, here, draft, stored)
    more = page.is_bound and page.ask_more()
    if request.method == "POST" and "find" in request.POST:
        page.errors.clear()
    elif page.is_bound and not more and page.is_valid():
        unasked = {key: None for key in here.named() if key not in page.fields}
        draft, key = drafts.stored(request, draft, unasked | page.answers())
        response = HttpResponseRedirect(_after(spec, draft, step, back_to_check="check" in request.GET))
        drafts.remember(request, response, form, key)
        return response
    context = {
        "heading": str(here.title),
        "text": here.text,
        "form": page,
        "token": form_token.new(request),
        "more": more,
        "number": next((n for n, one in enumerate(evaluation.steps, 1) if one.step == step), 1),
        "total": len(evaluation.steps),
        "crumbs": [{"address": reverse("apply", args=[form]), "label": spec.title}],
        "contact": whom_for(draft),
    }
    return render(request, "cases/public/apply_step.html", context)


def _after(spec: FormSpec, draft: Draft, step: str, *, back_to_check: bool) -> str:
    evaluation = evaluated(spec, draft, draft.read())
    order = [one.step for one in spec.steps]
    later = [one.step for one in evaluation.steps if order.index(one.step) > order.index(step)]
    if back_to_check or not later:
        return first_gap(spec, evaluation) or reverse("apply_check", args=[spec.form])
    return _address(spec, later[0])


def whom_for(draft: Draft) -> Contact:
    """Return whom to call about DRAFT."""
    return whom(draft.form_version.read(), draft.item, draft.point)


def whom(spec: FormSpec, item: ServiceItem | None, point: ServicePoint | None) -> Contact:
    """Return whom to call about a form of SPEC: the desk that would answer it (Art. 2: no form without a window)."""
    organisation, window = route(spec.opens, item, point)
    return contact(point=window, organisation=organisation)


def elsewhere(request: HttpRequest, form: str, draft: Draft | None) -> HttpResponse:
    """The draft was sent: its receipt. Or it is not here: expired, begun in another browser, never begun."""
    if draft and draft.case:
        return to_receipt(request, draft.case)
    change = {"address": reverse("apply", args=[form]), "label": _("Start again")}
    sentence = _(
        "What you enter is kept for 30 days, and only in the browser in which you began. "
        "Here nothing is kept. You can start again, or call us and we fill in the form with you."
    )
    return stopped(request, contact(), _("Your entries are not here"), sentence, status=404, change=change)


def blocking_page(
    request: HttpRequest, draft: Draft, *, spec: FormSpec, evaluation: Evaluation, before: str = ""
) -> HttpResponse | None:
    """Return the page that ends the way, if something does before the step BEFORE: item gone, excluded, a stop."""
    gone = bool(draft.item and (not draft.item.live or draft.item.retired_at))
    if refusal := _no_longer(draft.item, missing=gone):
        return stopped(request, whom_for(draft), *refusal, status=403 if request.method == "POST" else 200)
    stop = evaluation.stop
    if stop is None:
        return None
    order = [one.step for one in spec.steps]
    if before and order.index(before) <= order.index(stop.step):
        return None
    change = {"address": _address(spec, stop.step), "label": _("Change your answer")}
    status = 403 if request.method == "POST" else 200
    title, text = str(stop.field.title), str(stop.field.text)
    return stopped(request, whom_for(draft), title, text, status=status, change=change)
