"""The applicant gives an appointment back from the tracking page: asked once, then done."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.actions import CaseError
from cases.actions import cancel as give_back
from cases.public.booking import may_cancel
from cases.public.contacts import contact
from cases.public.pages import stopped
from cases.public.tracking import opened


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
