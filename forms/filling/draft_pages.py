"""Beginning and end of the pages of a draft: which draft a request belongs to, and what follows once it is stored."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forms.applied_for import AppliedFor
from forms.evaluate import Evaluation
from forms.filling import browser_drafts
from forms.filling.addresses import onward
from forms.filling.browser_drafts import ChangedAnswers, HeldDraft
from forms.filling.pages import blocking_page, redirect_to_sent
from forms.filling.step_form import evaluated
from forms.models import Draft
from forms.spec import FormSpec


@dataclass(frozen=True)
class FilledForm:
    """The draft of a request with its form and answers, read and evaluated once."""

    held: HeldDraft
    spec: FormSpec
    stored: dict[str, Any]
    evaluation: Evaluation

    @property
    def draft(self) -> Draft:
        """The draft itself."""
        return self.held.draft

    @functools.cached_property
    def applied(self) -> AppliedFor:
        """Services, named place and chosen point of the draft."""
        return AppliedFor.by(self.draft, self.evaluation, self.stored)


def page_of_draft(
    *, before_steps: bool
) -> Callable[[Callable[[HttpRequest, FilledForm], HttpResponse]], Callable[[HttpRequest, str], HttpResponse]]:
    """Call a view with the draft that this browser has of a form.

    Without one, after it was sent, or where something ends the way, the answer is a page that says so. BEFORE_STEPS:
    the page comes before the first step, so a stop on a step does not end the way yet.
    """

    def decorator(
        view: Callable[[HttpRequest, FilledForm], HttpResponse],
    ) -> Callable[[HttpRequest, str], HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @login_not_required
        @never_cache
        @functools.wraps(view)
        def page(request: HttpRequest, form: str) -> HttpResponse:
            held = browser_drafts.find(request, form)
            if held is None or held.draft.sent_at:
                return redirect_to_sent(request, form, held)
            spec, stored = held.draft.form_version.read(), held.draft.read()
            filled = FilledForm(held, spec, stored, evaluated(spec, held.draft, stored))
            before = spec.steps[0].step if before_steps else ""
            blocked = blocking_page(request, held, spec=spec, evaluation=filled.evaluation, before=before)
            return blocked or view(request, filled)

        return page

    return decorator


def keep(
    request: HttpRequest, held: HeldDraft, answers: ChangedAnswers, leads_to: Callable[[HeldDraft], str]
) -> HttpResponse:
    """Store ANSWERS in the draft HELD and go on to the address that LEADS_TO returns for the stored draft.

    A draft that was sent meanwhile leads to its receipt.
    """
    kept = browser_drafts.store(request, held, answers)
    if kept is None or kept.draft.sent_at:
        return redirect_to_sent(request, held.draft.form_version.code, kept)
    response = HttpResponseRedirect(leads_to(kept))
    browser_drafts.remember(request, response, kept)
    return response


def next_address(held: HeldDraft) -> str:
    """Return where the draft HELD, just stored, goes on."""
    return onward(held, evaluated(held.draft.form_version.read(), held.draft, held.draft.read()))
