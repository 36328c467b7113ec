"""The steps of a form, one address each: GET asks, POST keeps the answers and goes on."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forms.evaluate import Evaluation
from forms.filling import browser_drafts, form_token
from forms.filling.addresses import check_address, first_gap, later_address, onward, step_address
from forms.filling.browser_drafts import HeldDraft
from forms.filling.contacts import contact_for
from forms.filling.draft_pages import keep
from forms.filling.pages import blocking_page, foreign_page, redirect_to_sent
from forms.filling.step_files import StepFiles, received
from forms.filling.step_form import StepForm, evaluated, first_form, sent_form
from forms.following import told_changes
from forms.models.draft import CHANGES
from forms.spec import FormStep


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def step(request: HttpRequest, form: str, step: str) -> HttpResponse:
    """Ask one step; POST keeps the answers and goes on."""
    held = browser_drafts.find(request, form)
    if held is None or held.draft.sent_at:
        return redirect_to_sent(request, form, held)
    draft = held.draft
    spec, stored = draft.form_version.read(), draft.read()
    here = spec.step(step)
    evaluation = evaluated(spec, draft, stored)
    if here is None and CHANGES in stored:
        # A step of the version on which this draft was begun: the next page says what is different now.
        return HttpResponseRedirect(onward(held, evaluation))
    if here is None:
        raise Http404
    if page_instead := blocking_page(request, held, spec=spec, evaluation=evaluation, before=step):
        return page_instead
    if request.method == "POST":
        return _take(request, held, here, evaluation, stored)
    files = StepFiles(held, here, stored)
    page = first_form(evaluation, here, draft, stored, prepare=files.prepare)
    return _ask(request, held, here, evaluation, page, lost=bool(files.lost))


def _take(
    request: HttpRequest, held: HeldDraft, here: FormStep, evaluation: Evaluation, stored: dict[str, Any]
) -> HttpResponse:
    """Store what was typed and go on, or show the page once more."""
    draft = held.draft
    spec = draft.form_version.read()
    foreign = browser_drafts.is_foreign_page(request, draft)
    files = StepFiles(held, here, stored) if foreign else received(request, held, here, stored)
    page = sent_form(spec, here, draft, stored, files.data(request.POST), prepare=files.prepare)
    more = page.ask_more()
    if "later" in request.POST and not foreign and not page.wrong():
        return _store(request, files, page.answers(), later_address)
    if "find" in request.POST or files.alone or page.rearranged:
        page.errors.clear()
    elif not foreign and not more and not files.errors and page.is_valid():
        return _keep(request, files, page)
    if foreign:
        page.add_error(None, foreign_page(draft))
    files.show_errors(page)
    return _ask_with_files(request, files, evaluation, page, more=more, status=409 if foreign else 200)


def _ask_with_files(
    request: HttpRequest, files: StepFiles, evaluation: Evaluation, page: StepForm, *, more: bool, status: int
) -> HttpResponse:
    """Show PAGE once more; the files that came with it are stored already, whatever else is wrong."""
    if not files.changed:
        return _ask(request, files.held, files.here, evaluation, page, more=more, status=status)
    kept = files.store(request)
    if kept is None or kept.draft.sent_at:
        return redirect_to_sent(request, files.held.draft.form_version.code, kept)
    response = _ask(request, kept, files.here, evaluation, page, more=more, status=status)
    browser_drafts.remember(request, response, kept)
    return response


def _ask(
    request: HttpRequest,
    held: HeldDraft,
    here: FormStep,
    evaluation: Evaluation,
    page: StepForm,
    *,
    more: bool = False,
    lost: bool = False,
    status: int = 200,
) -> HttpResponse:
    spec = held.draft.form_version.read()
    context = {
        "heading": str(here.title),
        "text": here.text,
        "form": page,
        "draft": held.draft,
        "token": form_token.new(request),
        "more": more,
        "until": browser_drafts.kept_until(held.draft),
        "lost": lost,
        "number": next((n for n, one in enumerate(evaluation.steps, 1) if one == here), 1),
        "total": len(evaluation.steps),
        "crumbs": [{"address": reverse("apply", args=[spec.form]), "label": spec.title}],
        "contact": contact_for(held.draft, evaluation),
        "changes": told_changes(spec, held.draft.read()),
    }
    return render(request, "forms/step.html", context, status=status)


def _keep(request: HttpRequest, files: StepFiles, page: StepForm) -> HttpResponse:
    """Store the answers of PAGE and lead to the next step; what the page does not ask any more has no answer."""
    unasked = {key: None for key in files.here.named() if key not in page.fields}
    back_to_check = "check" in request.GET
    return _store(
        request,
        files,
        unasked | page.answers(),
        lambda kept: _after(kept, files.here.step, back_to_check=back_to_check),
    )


def _store(
    request: HttpRequest, files: StepFiles, answers: dict[str, Any], leads_to: Callable[[HeldDraft], str]
) -> HttpResponse:
    """Store ANSWERS together with FILES, and go on to the address that LEADS_TO returns."""

    def changed(stored: dict[str, Any]) -> dict[str, Any]:
        return answers | files.answers(stored, answers)

    def saved(kept: HeldDraft) -> str:
        files.save(kept.draft)
        files.fresh = {}
        return leads_to(kept)

    try:
        with transaction.atomic():
            return keep(request, files.held, changed, saved)
    finally:
        files.give_up()


def _after(held: HeldDraft, step: str, *, back_to_check: bool) -> str:
    spec = held.draft.form_version.read()
    evaluation = evaluated(spec, held.draft, held.draft.read())
    order = [one.step for one in spec.steps]
    later = [one.step for one in evaluation.steps if order.index(one.step) > order.index(step)]
    if back_to_check or not later:
        return first_gap(held, evaluation) or check_address(held)
    return step_address(held, later[0])
