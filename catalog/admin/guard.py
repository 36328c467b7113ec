"""The scope of rows, held at the address: Wagtail's generic views check models, never objects.

A list, a history, a preview, any address with the key of a row: one wrapper stands before all of them, so that
an address which a later release of Wagtail adds is closed as well.
"""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.translation import gettext as _

from catalog.models.publication import NotPublishable
from portal.kit import published
from portal.users.models import User

Rows = Callable[[User], QuerySet[Any]]
PK = ("pk", "instance_pk")


def guard(patterns: Iterable[URLPattern], rows: Rows, *, shared: bool = False) -> list[URLPattern]:
    """Let PATTERNS answer for the rows of ROWS alone, 404 for others; a change in SHARED ones is a publication."""
    guarded = list(patterns)
    for pattern in guarded:
        pattern.callback = _guarded(pattern.callback, rows, tell=shared)
    return guarded


def _guarded(view: Callable[..., HttpResponse], rows: Rows, *, tell: bool) -> Callable[..., HttpResponse]:
    @functools.wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = next((kwargs[name] for name in PK if name in kwargs), None)
        if key is not None and not _holds(rows(request.user), str(key)):  # type: ignore[arg-type]
            raise Http404
        try:
            response = view(request, *args, **kwargs)
        except IncorrectLookupParameters:
            raise Http404 from None
        except NotPublishable as refusal:
            # A workflow or a schedule led here; the editor's own form says it beside the field.
            messages.error(request, _("Not published. %(why)s") % {"why": refusal})
            return HttpResponseRedirect(request.META.get("HTTP_REFERER") or "/admin/")
        if tell and request.method == "POST" and response.status_code == HttpResponseRedirect.status_code:
            published.bump()
        return response

    return ask


def _holds(rows: QuerySet[Any], key: str) -> bool:
    try:
        return rows.filter(pk=unquote(key)).exists()
    except ValueError:
        return False
