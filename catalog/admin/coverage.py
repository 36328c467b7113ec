"""The coverage report: what is missing, by organisation, each row with the form that mends it."""

import csv
from collections.abc import Collection, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log

from catalog.admin.log_actions import CONFIRMED
from catalog.coverage import BY_CODE, CoverageCheck, counts, owner, rows, sees_all
from catalog.models import Organisation
from catalog.models.publication import Publication
from catalog.models.scope import may, organisations_of
from portal.kit import clock, published
from portal.kit.spreadsheets import harmless
from portal.users.models import User

A_PAGE = 50
LONGEST_KEY = 18  # digits; a database compares no longer ones
GRANTS = ("items.edit", "items.publish", "points.edit", "points.publish", "registries.edit")


def _editor(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not any(may(user, grant) for grant in GRANTS):
        raise Http404
    return user


@require_safe
def report(request: HttpRequest) -> HttpResponseBase:
    """Show the counts, and the rows of the check in ``?missing=``; ``?organisation=`` narrows to a subtree."""
    user = _editor(request)
    check = BY_CODE.get(request.GET.get("missing", ""))
    organisation = _chosen(request, user)
    if check and request.GET.get("export") == "csv":
        return _csv(check, user, organisation)
    page = None
    if check:
        page = Paginator(rows(check, user, organisation), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "counts": list(counts(user)),
        "check": check,
        "page": page,
        "lines": [(row, owner(check, row), _edit(check, row)) for row in page] if check and page else [],
        "organisation": organisation,
        "whole": bool(check and not organisation and sees_all(check, user)),
        "organisations": organisations_of(user, *GRANTS)
        .filter(retired_at=None, service_points__isnull=False)
        .distinct()
        .order_by("path")[:200],
    }
    return render(request, "catalog/admin/coverage.html", context)


@require_POST
def confirm(request: HttpRequest, missing: str, pk: int) -> HttpResponse:
    """Note that the row is still right today; the journal says who looked."""
    (row,) = _confirm(request, missing, [pk])
    messages.success(request, _("Noted: %(row)s is still right.") % {"row": row})
    return _back(request, missing)


@require_POST
def confirm_many(request: HttpRequest, missing: str) -> HttpResponse:
    """Note that the ticked rows are still right today."""
    _editor(request)
    ticked = {int(key) for key in request.POST.getlist("row") if key.isdecimal() and len(key) < LONGEST_KEY}
    if not ticked or len(ticked) > A_PAGE:
        messages.error(request, _("Tick what is still right."))
        return _back(request, missing)
    found = _confirm(request, missing, ticked)
    sentence = ngettext("Noted: %(n)d row is still right.", "Noted: %(n)d rows are still right.", len(found))
    messages.success(request, sentence % {"n": len(found)})
    return _back(request, missing)


@transaction.atomic
def _confirm(request: HttpRequest, missing: str, keys: Collection[int]) -> list[Any]:
    """Return the rows of KEYS, each noted as right today; Http404 if one of them is not this person's."""
    user = _editor(request)
    check = BY_CODE.get(missing)
    found = list(check.subject.rows(user).filter(pk__in=keys)) if check and check.confirms else []
    if check is None or not found or len(found) != len(keys):
        raise Http404
    for row in found:
        if isinstance(row, Publication):
            row.note(check.confirms, clock.today())
        log(instance=row, action=CONFIRMED, user=user)
    if not issubclass(check.subject.model, Publication):
        check.subject.model._default_manager.filter(pk__in=keys).update(**{check.confirms: clock.today()})
        published.bump()
    return found


def _back(request: HttpRequest, missing: str) -> HttpResponse:
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if safe else f"{reverse('coverage')}?missing={missing}")


def _chosen(request: HttpRequest, user: User) -> Organisation | None:
    code = request.GET.get("organisation", "")
    if not code:
        return None
    found = organisations_of(user, *GRANTS).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _edit(check: CoverageCheck, row: Any) -> str:
    return reverse(check.subject.edit, args=[row.pk])


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(check: CoverageCheck, user: User, organisation: Organisation | None) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff"
        yield writer.writerow([_("Organisation"), _("Code"), _("Name"), _("What is missing")])
        for row in rows(check, user, organisation).iterator(500):
            cells = (owner(check, row).name, row.code, row, check.label)
            yield writer.writerow([harmless(str(cell)) for cell in cells])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{check.code}.csv"'
    return answer


class CoverageMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return any(may(request.user, grant) for grant in GRANTS)  # type: ignore[arg-type]


def menu_item() -> CoverageMenuItem:
    return CoverageMenuItem(gettext_lazy("What is missing"), reverse("coverage"), icon_name="warning", order=115)


def addresses() -> list[URLPattern]:
    return [
        path("coverage/", report, name="coverage"),
        path("coverage/<slug:missing>/confirm/", confirm_many, name="coverage_confirm_many"),
        path("coverage/<slug:missing>/<int:pk>/confirm/", confirm, name="coverage_confirm"),
    ]
