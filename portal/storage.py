"""Answers while the database is busy, full, read-only or away: 503, the typed values, a telephone number. Never 500.

The one place for all views. A public form is shown again as its view shows mistakes. Where that is not possible, a
page without any query repeats what was sent and offers to send it again. The admin gets a sentence.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from portal import plain_pages
from portal.kit import patience, unsaved
from portal.kit.faults import Fault, fault_of
from portal.shell import frame

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
AGAIN = {Fault.BUSY: 5}  # seconds after which it is worth another try
LATER = 60
UNTYPED = {"csrfmiddlewaretoken", "shown", "website"}

log = logging.getLogger(__name__)


class StorageFaults:
    """Limits how long a request waits for the database, and answers for it where it cannot be served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        arrived = request.META.get("portal.arrived", time.monotonic())
        wait = patience.READING if request.method in SAFE else patience.WRITING
        with patience.until(arrived + wait):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with 503 where ERROR of a view says that database or disk refused."""
        return answer(request, error)


def answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the answer to REQUEST, which ended in ERROR; None where the error is one of the program."""
    fault = fault_of(error)
    if fault is None:
        return None
    log.warning("%s %s: %s (%s)", request.method, request.path, error, fault)
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()  # what is asked for the answer gets a new one if this one broke
    response = _form_again(request, fault) or _page(request, fault)
    response.status_code = 503
    response.headers["Retry-After"] = str(AGAIN.get(fault, LATER))
    add_never_cache_headers(response)
    return response


def _form_again(request: HttpRequest, fault: Fault) -> HttpResponse | None:
    """Return what the view shows when its form refuses itself; None where it has no such form, or fails again."""
    match = request.resolver_match
    if request.method in SAFE or match is None or _in_admin(request):
        return None
    with suppress(Exception), unsaved.refusing(sentence(fault)) as attempt:
        response = match.func(request, *match.args, **match.kwargs)
        if attempt.refused and response.status_code < 300:  # noqa: PLR2004  shown, not sent elsewhere
            return response
    return None


def _page(request: HttpRequest, fault: Fault) -> HttpResponse:
    sent = {} if request.method in SAFE else {name: request.POST.getlist(name) for name in request.POST}
    context: dict[str, Any] = {
        "admin": _in_admin(request),
        "sentence": _why(fault),
        "phone": plain_pages.number(),
        "sent": sent,
        "typed": [value for name, values in sent.items() if name not in UNTYPED for value in values if value],
        "showing": request.method in SAFE,
    }
    with suppress(Exception):
        return HttpResponse(render_to_string("errors/503.html", frame(request) | context))
    again = {} if context["admin"] else sent
    return HttpResponse(plain_pages.page(plain_pages.NOT_STORED, sent=again, typed=context["typed"]))


def sentence(fault: Fault) -> str:
    """Return the message of a form that could not be saved because of FAULT."""
    phone = plain_pages.number()
    if phone:
        kept = _("What you typed is still on this page. Please press the button again in a minute, or call %(phone)s.")
    else:
        kept = _("What you typed is still on this page. Please press the button again in a minute.")
    return f"{_why(fault)} {kept % {'phone': phone}}"


def _why(fault: Fault) -> str:
    if fault == Fault.BUSY:
        return _("This is not saved: the site is very busy at this moment.")
    return _("This is not saved: the site cannot store anything at this moment. We are working on it.")


def _in_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")
