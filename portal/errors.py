"""The error pages: what happened, what to do now, whom to call. They must not fail themselves."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import plain_pages, storage
from portal.kit.limits import Limit
from portal.shell import frame


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the page is not there; search and telephone are."""
    return render(request, "errors/404.html", frame(request), status=404)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this visitor."""
    return render(request, "errors/403.html", frame(request), status=403)


@login_not_required
def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without its token: the cookie was lost or the page was open for too long."""
    message = _("The page was open for too long, or your browser refuses cookies. Go back, reload and send it again.")
    return render(request, "errors/403.html", frame(request) | {"message": message}, status=403)


def too_many(request: HttpRequest, limit: Limit, message: str) -> HttpResponse:
    """429: LIMIT was exceeded; says when it works again, and with MESSAGE what to do until then."""
    context = frame(request) | {"message": message, "until": limit.ends()}
    response = render(request, "errors/429.html", context, status=429)
    response.headers["Retry-After"] = str(limit.seconds_left())
    return response


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form was damaged."""
    return render(request, "errors/400.html", frame(request), status=400)


def damaged_form(request: HttpRequest) -> HttpResponse:
    """400 of a form of the admin that did not arrive whole, in the language of who sent it."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else get_language()
    with translation.override(language):
        request.LANGUAGE_CODE = language
        message = _(
            "The form did not arrive complete, so it was not saved. Go back, reload the page and send it again."
        )
        return render(request, "errors/400.html", frame(request) | {"message": message}, status=400)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """500: a page without template and query, because database and templates may be what is broken.

    What middleware could not store, e.g. a session, is a fault of the storage like any other.
    """
    if answer := storage.answer(request, sys.exc_info()[1]):
        return answer
    return HttpResponse(plain_pages.page(plain_pages.BROKEN), status=500)
