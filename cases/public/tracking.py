"""Tracking page: number and phone tail instead of an account (Art. 22); a wrong pair reveals nothing about either."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases import extensions, materials, numbers
from cases.access import CasePolicy, spec_of
from cases.actions.parties import tail_index
from cases.enums import EntryKind
from cases.models import Case
from cases.public.forms import TrackForm
from cases.public.limits import LOOKUPS, LOOKUPS_OF_A_NUMBER
from cases.workflow.actor import THE_APPLICANT
from cases.workflow.engine import Decision
from cases.workflow.spec import APPLICANT, State, WorkflowSpec
from forms.filling.abuse import attempts
from forms.filling.contacts import contact
from forms.filling.pages import stopped
from portal.kit import languages

OPEN_FOR = 30 * 60  # seconds
# Journal rows that say nothing to the applicant when they carry no public note.
UNSAID = (EntryKind.MOVED, EntryKind.NOTE)
_signer = TimestampSigner(salt="tracking")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and tail; after a right pair, show the case for 30 minutes. Neither ever stands in an address."""
    if request.method == "POST":
        return _look_up(request)
    case = opened(request)
    if case is None:
        return _ask(request, TrackForm())
    return render(request, "cases/public/track_case.html", _shown(case))


@require_POST
@login_not_required
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the case that this browser looked up."""
    response = HttpResponseRedirect(reverse("track"))
    for name, path in _cookies():
        response.delete_cookie(name, path=path, samesite="Lax")
    return response


def opened(request: HttpRequest) -> Case | None:
    """Return the case that this browser looked up within the last 30 minutes, with what its page shows."""
    try:
        token = UUID(_signer.unsign(request.COOKIES.get(_cookie(), ""), max_age=OPEN_FOR))
    except (BadSignature, ValueError):
        return None
    related = ("applicant", "organisation", "point", "workflow_version", *extensions.related())
    return Case.objects.with_due().select_related(*related).filter(uuid=token).first()


def _look_up(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    number = numbers.normalise(form.cleaned_data["number"])
    # Both limits are counted in any case, and an unknown number costs the same as a known one.
    counted = [*attempts(request, LOOKUPS), (LOOKUPS_OF_A_NUMBER, number or form.cleaned_data["number"])]
    within = [limit.take(who) for limit, who in counted]
    if not all(within):
        sentence = _("There were too many tries. Please wait an hour, or call us: we look it up for you.")
        return stopped(request, contact(), _("Please try again later"), sentence, status=429)
    case = Case.objects.select_related("applicant").filter(number=number or "-").first()
    expected = case.applicant.tail_index if case and case.applicant else "0" * 64
    if not constant_time_compare(tail_index(number, form.cleaned_data["tail"]), expected) or case is None:
        form.add_error("number", _("Number and telephone do not fit together. Please compare them with your receipt."))
        return _ask(request, form)
    response = HttpResponseRedirect(reverse("track"))
    for name, path in _cookies():
        response.set_cookie(
            name,
            _signer.sign(case.uuid.hex),
            max_age=OPEN_FOR,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _ask(request: HttpRequest, form: TrackForm) -> HttpResponse:
    context = {"heading": _("Track your case"), "form": form, "contact": contact()}
    return render(request, "cases/public/track.html", context)


def _shown(case: Case) -> dict[str, Any]:
    spec = spec_of(case)
    state = spec.states.get(case.state)
    return {
        "heading": f"{case.subject}: {state.public if state else case.state}",
        "case": case,
        "label": state.public if state else case.state,
        "explain": state.explain if state else "",
        "yours": bool(state and APPLICANT in state.waits_for),
        "path": _path(spec, case.state),
        "groups": case.number.split("-"),
        "entries": case.entries.exclude(public_note="", kind__in=UNSAID).only("at", "kind", "public_note"),
        "moves": [(spec.moves[code], decision) for code, decision in offered(case).items()],
        "parts": extensions.tracking_parts(case),
        "papers": materials.all_of(case),
        "contact": contact(point=case.point, organisation=case.organisation),
    }


def offered(case: Case) -> dict[str, Decision]:
    """Return the decisions on the moves that the page of CASE shows its applicant, by code: theirs, from its state.

    What a part of the page offers in its own way is left out.
    """
    in_parts = {code for part in extensions.tracking_parts(case) for code in part.moves}
    decisions = CasePolicy(THE_APPLICANT).decisions(case).items()
    theirs = {code: one for code, one in decisions if not one.against("role") and not one.against("state")}
    return {code: one for code, one in theirs.items() if code not in in_parts}


def _path(spec: WorkflowSpec, now: str) -> list[dict[str, Any]]:
    """Return the way from the first state to the first end, with done, here or nothing; empty for a case beside it.

    States of one phase are one step; a state without a phase is a step of its own.
    """
    steps: list[str] = []
    for state in spec.states.values():
        if _step(state) not in steps:
            steps.append(_step(state))
        if state.end:
            break
    here = _step(spec.states[now]) if now in spec.states else ""
    if here not in steps:
        return []
    at = steps.index(here)
    ended = spec.states[now].end
    progress = ["done" if n < at or (ended and n == at) else "here" if n == at else "" for n in range(len(steps))]
    return [{"label": step, "progress": stage} for step, stage in zip(steps, progress, strict=True)]


def _step(state: State) -> str:
    return str(state.phase or state.public)


def _cookie() -> str:
    return f"track-{translation.get_language()}"


def _cookies() -> list[tuple[str, str]]:
    """Return name and path by language: the page and the way to cancel lie under both."""
    found = []
    for code in languages.offered():
        with translation.override(code):
            found.append((_cookie(), reverse("track")))
    return found
