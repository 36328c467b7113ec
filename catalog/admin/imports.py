"""Imports in the admin: upload, try out, write, read the report, take back. For those who answer for all of it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from catalog.importers import uploads
from catalog.importers.outcome import RESULTS
from catalog.importers.sources import SourceError
from catalog.importers.undo import goes_first
from catalog.models import ImportRun
from catalog.models.scope import may_everywhere
from catalog.tasks import take_back, try_out_import, write_import
from portal.kit import clock
from portal.users.models import User

GRANT = "imports.run"
A_PAGE = 50
AGAIN = 3  # seconds until the page of a running import asks again
PATIENCE = 10  # seconds after which the page says that no worker has begun

AT_WORK = (
    ImportRun.Status.READING,
    ImportRun.Status.WAITING,
    ImportRun.Status.RUNNING,
    ImportRun.Status.UNDOING,
)

# One that is being written stops when it notices.
TAKEN_BACK_FROM = (ImportRun.Status.DONE, ImportRun.Status.STOPPED, ImportRun.Status.RUNNING)


def _mappings() -> list[tuple[str, str]]:
    titles = uploads.titles()
    return [(name, f"{title} ({name})" if title else name) for name, title in titles.items()]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Imported list"),
        help_text=gettext_lazy("CSV, XLSX, JSON or JSON Lines; at most 5 MB and 5,000 rows."),
    )
    mapping = forms.ChoiceField(
        label=gettext_lazy("Mapping of its columns"),
        choices=_mappings,
        help_text=gettext_lazy("The files in definitions/mappings; an operator adds one for a new list."),
    )

    publish = forms.BooleanField(
        label=gettext_lazy("Publish new items at once"),
        required=False,
        help_text=gettext_lazy("Without it they are drafts, which somebody looks at first."),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is no list by name, size or content; the worker counts its rows."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            uploads.check(file)
        except SourceError as error:
            raise ValidationError(str(error)) from None
        return file


def _importer(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not may_everywhere(user, GRANT):
        raise Http404
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """List the imports, and take a new list: the worker tries it out, nothing is written yet."""
    user = _importer(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = uploads.keep(by=user, **form.cleaned_data)
                try_out_import.enqueue(made.pk)
        except uploads.FAILURES as error:
            form.add_error("file", str(error))
        else:
            return HttpResponseRedirect(reverse("import_run", args=[made.pk]))
    page = Paginator(ImportRun.objects.select_related("by"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalog/admin/imports.html", {"form": form, "page": page})


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one import: its report, how far it is, and what may be done next."""
    _importer(request)
    found = _found(pk)
    context: dict[str, Any] = {"run": found, "status": ImportRun.Status}
    context |= {"done": _shown(found.report), "undone": _shown(found.undo_report)}
    if found.status in TAKEN_BACK_FROM:
        context["goes_first"] = goes_first(found)
    if found.status in AT_WORK:
        rows = found.report.get("rows") or found.report.get("total") or 0
        context |= {"read": found.rows_done, "rows": rows, "again": AGAIN}
        waits = found.status in {ImportRun.Status.READING, ImportRun.Status.WAITING}
        context["nobody_begins"] = waits and clock.now() - found.queued_at > timedelta(seconds=PATIENCE)
    return render(request, "catalog/admin/import.html", context)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was tried out, or what is left of a run that was stopped; the worker does it."""
    _importer(request)
    found = _found(pk)
    waiting = ImportRun.objects.filter(pk=pk, status__in=[ImportRun.Status.PREVIEWED, ImportRun.Status.STOPPED])
    with transaction.atomic():
        if "kept_as" in found.report and waiting.update(status=ImportRun.Status.WAITING, queued_at=clock.now()):
            write_import.enqueue(found.pk)
    return HttpResponseRedirect(reverse("import_run", args=[pk]))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an import that is not finished, and throw its list away."""
    _importer(request)
    if not uploads.cancel(_found(pk)):
        messages.error(request, _("This import is finished, so it cannot be cancelled."))
    return HttpResponseRedirect(reverse("import_run", args=[pk]))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back; what stays is named in its report."""
    user = _importer(request)
    found = _found(pk)
    with transaction.atomic():
        in_force = ImportRun.objects.filter(pk=pk, status__in=TAKEN_BACK_FROM)
        changed = in_force.update(status=ImportRun.Status.UNDOING, queued_at=clock.now())
        if changed:
            take_back.enqueue(found.pk, user.pk)
    if not changed:
        messages.error(request, _("This import is not in force, so it cannot be taken back."))
    return HttpResponseRedirect(reverse("import_run", args=[pk]))


def _shown(report: dict[str, Any]) -> dict[str, Any]:
    """Return REPORT with what became of its rows in the language of the reader."""
    return report | {"groups": [group | {"verb": RESULTS[group["verb"]]} for group in report.get("groups", [])]}


def _found(pk: int) -> ImportRun:
    found = ImportRun.objects.filter(pk=pk).select_related("by").first()
    if found is None:
        raise Http404
    return found


class ImportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and may_everywhere(request.user, GRANT)


def menu_item() -> ImportsMenuItem:
    return ImportsMenuItem(gettext_lazy("Imports"), reverse("imports"), icon_name="upload", order=125)


def addresses() -> list[URLPattern]:
    return [
        path("imports/", runs, name="imports"),
        path("imports/<int:pk>/", run, name="import_run"),
        path("imports/<int:pk>/start/", start, name="import_start"),
        path("imports/<int:pk>/cancel/", cancel, name="import_cancel"),
        path("imports/<int:pk>/undo/", undo, name="import_undo"),
    ]
