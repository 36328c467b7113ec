"""Tracking page: number and phone tail instead of an account (Art. 22); a wrong pair reveals nothing about either."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases import extensions, materials, numbers
from cases.access import CasePolicy, spec_of
from cases.actions.parties import tail_index
from cases.enums import EntryKind
from cases.models import Case
from cases.public import opened_cases, receipt_codes
from cases.public.forms import TrackForm
from cases.public.handlers import handler_of
from cases.public.limits import LOOKUPS, LOOKUPS_OF_A_NUMBER
from cases.public.now_you import now_you
from cases.public.opened_cases import opened
from cases.public.progress import stages
from cases.workflow.actor import THE_APPLICANT
from cases.workflow.engine import Decision
from forms.filling.abuse import attempts, network
from forms.filling.contacts import contact
from forms.filling.pages import stopped
from portal.kit.limits import exceeded, give_back

# Journal rows that say nothing to the applicant when they carry no public note.
SAID_WITHOUT_NOTE = (EntryKind.SUBMITTED,)
NOBODY = UUID(int=0)
NO_INDEX = "0" * 64


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
    """Forget the cases that this browser looked up: whoever leaves leaves nothing open behind."""
    response = HttpResponseRedirect(reverse("track"))
    opened_cases.forget(response)
    return response


def _look_up(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    typed, code = form.cleaned_data["number"], form.cleaned_data["code"]
    number = numbers.normalise(typed)
    counted = [*attempts(request, LOOKUPS), (LOOKUPS_OF_A_NUMBER, f"{number or typed} from {network(request)}")]
    if limit := exceeded(counted):
        sentence = _("There were too many tries. Please wait an hour, or call us: we look it up for you.")
        response = stopped(request, contact(), _("Please try again later"), sentence, status=429)
        response.headers["Retry-After"] = str(limit.seconds_left())
        return response
    # An unknown number costs the same as a known one: one row is asked for, and everything is computed and compared.
    row = Case.objects.filter(number=number or "-").values_list("uuid", "applicant__tail_index").first()
    uuid, expected = row or (NOBODY, None)
    tail_fits = constant_time_compare(tail_index(number, form.cleaned_data["tail"]), expected or NO_INDEX)
    code_fits = receipt_codes.fits(uuid, code)
    if row is None or not (code_fits if code else tail_fits):
        form.add_error("number", _("These do not fit together. Please compare them with your receipt."))
        return _ask(request, form)
    give_back(counted)
    response = HttpResponseRedirect(opened_cases.address_of(uuid))
    opened_cases.remember(request, response, uuid)
    return response


def _ask(request: HttpRequest, form: TrackForm) -> HttpResponse:
    context = {"heading": _("Track your case"), "form": form, "contact": contact()}
    return render(request, "cases/public/track.html", context)


def _shown(case: Case) -> dict[str, Any]:
    spec = spec_of(case)
    state = spec.states.get(case.state)
    journal = list(case.entries.only("at", "kind", "public_note", "to_state"))
    parts = extensions.tracking_parts(case)
    return {
        "heading": f"{case.subject}: {state.public if state else case.state}",
        "case": case,
        "case_token": opened_cases.token_of(case),
        "label": state.public if state else case.state,
        "explain": state.explain if state else "",
        "now": now_you(case, state, parts),
        "path": stages(spec, case.state, [(entry.to_state, entry.at) for entry in reversed(journal)]),
        "groups": case.number.split("-"),
        "entries": [entry for entry in journal if entry.public_note or entry.kind in SAID_WITHOUT_NOTE],
        "moves": [(spec.moves[code], decision) for code, decision in offered(case).items()],
        "parts": parts,
        "handler": handler_of(case),
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
