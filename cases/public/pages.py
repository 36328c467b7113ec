"""Pages that end a way kindly: why it does not go on here, and whom to call."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.public.contacts import Contact


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


def busy(request: HttpRequest, whom: Contact) -> HttpResponse:
    """Too many attempts from one network: nothing is wrong with this person."""
    sentence = _("Very many forms came from your network within an hour. Please wait a little, or call us now.")
    return stopped(request, whom, _("Please try again later"), sentence, status=429)
