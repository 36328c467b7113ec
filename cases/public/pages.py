"""Pages that end a way kindly: why it does not go on here, and whom to call."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.public.contacts import Contact
from portal.kit.limits import Limit


def stopped(
    request: HttpRequest,
    whom: Contact,
    heading: str,
    reason: str,
    *,
    status: int = 200,
    change: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show REASON under HEADING, with WHOM to call; ``change`` (address, label) leads on."""
    context = {"heading": heading, "reason": reason, "contact": whom, "change": change}
    return render(request, "cases/public/stopped.html", context, status=status)


def busy(request: HttpRequest, whom: Contact, limit: Limit) -> HttpResponse:
    """LIMIT was exceeded: nothing is wrong with this person, and WHOM takes the request by telephone."""
    context = {"heading": _("Please call us for this"), "contact": whom, "until": limit.ends()}
    response = render(request, "cases/public/busy.html", context, status=429)
    response.headers["Retry-After"] = str(limit.seconds_left())
    return response
