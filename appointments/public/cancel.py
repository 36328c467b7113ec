"""The applicant gives a booked time back from the tracking page: asked once, then done."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from appointments import booking as bookings
from cases.actions import CaseError
from cases.public import opened_cases
from cases.public.opened_cases import opened
from forms.filling.contacts import contact
from forms.filling.pages import stopped


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def cancel(request: HttpRequest) -> HttpResponse:
    """Ask whether to cancel; POST gives the seat back and returns to the case."""
    case = opened(request)
    booking = getattr(case, "booking", None) if case else None
    if case is None or booking is None or not booking.can_be_cancelled:
        return HttpResponseRedirect(opened_cases.address_of(case.uuid) if case else reverse("track"))
    whom = contact(point=case.point, organisation=case.organisation)
    if request.method == "POST":
        try:
            bookings.cancel(booking=booking)
        except CaseError as refusal:
            return stopped(request, whom, _("It cannot be cancelled here"), str(refusal), status=409)
        return HttpResponseRedirect(opened_cases.address_of(case.uuid))
    context = {
        "heading": _("Cancel this appointment?"),
        "case_token": opened_cases.token_of(case),
        "back": opened_cases.address_of(case.uuid),
        "booking": booking,
        "contact": whom,
    }
    return render(request, "appointments/cancel.html", context)
