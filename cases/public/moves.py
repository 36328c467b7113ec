"""The applicant's own moves from the tracking page, e.g. withdraw (Art. 6): asked once, then made."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.access import spec_of
from cases.actions import Conflict, Incomplete, NotAllowed, move
from cases.models import Case
from cases.public import opened_cases
from cases.public.opened_cases import opened
from cases.public.tracking import offered
from cases.questions import MoveQuestions
from cases.workflow.actor import THE_APPLICANT
from cases.workflow.engine import Decision
from cases.workflow.spec import Move
from forms.filling.contacts import contact
from forms.filling.public_form import PublicForm


class ApplicantMoveForm(MoveQuestions, PublicForm):
    """Questions of MOVE to the applicant."""

    def __init__(self, *args: Any, move: Move, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask(move)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def make_move(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the move CODE means and ask what it asks; POST makes it and returns to the case."""
    case = opened(request)
    decision = offered(case).get(code) if case else None
    if case is None or decision is None:
        return HttpResponseRedirect(opened_cases.address_of(case.uuid) if case else reverse("track"))
    step = spec_of(case).moves[code]
    form = ApplicantMoveForm(request.POST if request.method == "POST" else None, move=step)
    if request.method == "POST" and form.is_valid():
        try:
            move(case=case, move=code, by=THE_APPLICANT, version=case.version, answers=form.answers)
        except (Conflict, NotAllowed) as refusal:
            form.add_error(None, str(refusal))
        except Incomplete as incomplete:
            for _step, key in incomplete.missing:
                form.add_error(key, str(incomplete))
        else:
            return HttpResponseRedirect(opened_cases.address_of(case.uuid))
    return _asked(request, case, step, decision, form)


def _asked(request: HttpRequest, case: Case, step: Move, decision: Decision, form: ApplicantMoveForm) -> HttpResponse:
    context = {
        "heading": str(step.label),
        "case": case,
        "case_token": opened_cases.token_of(case),
        "back": opened_cases.address_of(case.uuid),
        "move": step,
        "decision": decision,
        "form": form,
        "contact": contact(point=case.point, organisation=case.organisation),
    }
    return render(request, "cases/public/move.html", context)
