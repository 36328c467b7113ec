"""Forms and queries of the admin that arrive damaged: fields missing, or holding what no browser of ours would send.

Wagtail's views expect the fields of their own page, hidden ones included, and fail where one is missing
(`MultiValueDictKeyError: 'body-count'`) or is no number. That is no fault of the site: it is answered once here, with
400 and a sentence. An error that comes out of our own code stays a 500.
"""

import logging
from collections.abc import Callable, Iterator
from types import TracebackType

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch

from portal import errors

ADMIN, NUL = "/admin/", "%00"

# What Wagtail's and Django's reading of a form raises for a value that is missing or of another kind.
RAISED = (ValidationError, KeyError, ValueError, OverflowError, DataError, NoReverseMatch)
# Raised as well where a form of Wagtail counts on a field that is missing; anywhere else it is a mistake in code.
RAISED_BY_FORMS = (AttributeError, TypeError)
FORMS = ("wagtail.admin.forms",)
# The modules that read forms. Those that work for them are left out: their caller decides whose mistake it is.
READERS = (
    "modelcluster",
    "wagtail.admin.api",
    "wagtail.admin.forms",
    "wagtail.admin.panels",
    "wagtail.admin.views",
    "wagtail.admin.viewsets",
    "wagtail.admin.widgets",
    "wagtail.api",
    "wagtail.blocks",
    "wagtail.contrib",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail_modeladmin",
)
# What only works for others, and is passed over when the culprit is looked for.
BELOW = ("django", "psycopg", "treebeard", "wagtail.query")

logger = logging.getLogger(__name__)


class DamagedForms:
    """Answers 400 where a library could not read the form or the query that was sent to the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(ADMIN) and NUL in request.META.get("QUERY_STRING", ""):
            # No text holds it, and PostgreSQL fails on it. The public views take it out themselves.
            return errors.bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that says what to do, or None for an error that is ours."""
        is_form = request.method == "POST"
        if not request.path_info.startswith(ADMIN) or not (is_form or request.META.get("QUERY_STRING")):
            return None
        if not read_by_a_library(exception):
            return None
        match = request.resolver_match
        # The name of the error alone: its text may hold what was typed.
        logger.warning("damaged form or query: %s at %s", type(exception).__name__, match.route if match else "")
        return errors.damaged_form(request) if is_form else errors.bad_request(request)


def read_by_a_library(exception: Exception) -> bool:
    """Return whether EXCEPTION is one of RAISED and comes out of READERS, not out of our code or what it calls."""
    below = tuple(f"{name}." for name in BELOW)
    modules = [module for module in _modules(exception.__traceback__) if not f"{module}.".startswith(below)]
    if not modules:
        return False
    if isinstance(exception, RAISED):
        return modules[-1].startswith(READERS)
    return isinstance(exception, RAISED_BY_FORMS) and modules[-1].startswith(FORMS)


def _modules(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        yield str(traceback.tb_frame.f_globals.get("__name__", ""))
        traceback = traceback.tb_next
