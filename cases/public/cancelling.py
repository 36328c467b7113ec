"""What the applicant may do from the tracking page: give an appointment back, withdraw. Asked once, then done."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.actions import CaseError, move
from cases.actions import cancel as give_back
from cases.public.booking import may_cancel
from cases.public.tracking import opened
from cases.workflow.engine import moves_from
from forms.filling.contacts import contact
from forms.filling.pages import stopped


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def cancel(request: HttpRequest) -> HttpResponse:
    """Ask whether to cancel; POST gives the seat back and returns to the case."""
    case = opened(request)
    appointment = getattr(case, "appointment", None) if case else None
    if case is None or appointment is None or not may_cancel(appointment):
        return HttpResponseRedirect(reverse("track"))
    whom = contact(point=case.point, organisation=case.organisation)
    if request.method == "POST":
        try:
            give_back(appointment=appointment)
        except CaseError as refusal:
            return stopped(request, whom, _("It cannot be cancelled here"), str(refusal), status=409)
        return HttpResponseRedirect(reverse("track"))
    context = {"heading": _("Cancel this appointment?"), "case": case, "appointment": appointment, "contact": whom}
    return render(request, "cases/public/book_cancel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether to make the applicant's move CODE, e.g. withdraw (Art. 6); POST makes it."""
    case = opened(request)
    flow = case.workflow_version.read() if case else None
    wanted = moves_from(flow, case.state).get(code) if case and flow else None
    if case is None or wanted is None or not wanted.by_applicant or hasattr(case, "appointment"):
        return HttpResponseRedirect(reverse("track"))
    whom = contact(point=case.point, organisation=case.organisation)
    if request.method == "POST":
        try:
            move(case=case, move=code, by=None, version=case.version, answers={})
        except CaseError as refusal:
            return stopped(request, whom, _("Please look at your case again"), str(refusal), status=409)
        return HttpResponseRedirect(reverse("track"))
    context = {"heading": str(wanted.label), "case": case, "contact": whom}
    return render(request, "cases/public/withdraw.html", context)
