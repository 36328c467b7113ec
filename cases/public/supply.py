"""Missing papers are handed in later: every file that is in order is part of the case at once (Art. 18)."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.materials import CasePaper, papers_of
from cases.models import Case
from cases.public import opened_cases
from cases.public.opened_cases import opened
from cases.workflow.actor import THE_APPLICANT
from forms.filling.abuse import attempts
from forms.filling.contacts import contact
from forms.filling.public_form import PublicForm
from forms.filling.step_files import UPLOADS
from forms.models import Upload
from forms.uploads import receiving
from forms.uploads.receiving import shown_name
from forms.uploads.sentences import FileRefused
from portal.kit import unsaved
from portal.kit.limits import exceeded

KINDS = ("photo", "pdf", "ofd", "word", "excel")
MOST_FILES = 60  # of one case


class SupplyForm(PublicForm):
    """Carries errors alone: the page draws the inputs. A field without one belongs to each paper, by its code."""

    def __init__(self, *args: Any, papers: list[CasePaper], **options: Any) -> None:
        super().__init__(*args, **options)
        for paper in papers:
            self.fields[paper.code] = forms.Field(required=False, label=str(paper.name))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def supply(request: HttpRequest) -> HttpResponse:
    """Ask for the papers that are missing; POST takes them in and returns to the case."""
    case = opened(request)
    papers = [paper for paper in papers_of(case) if paper.can_be_sent] if case and not case.closed_at else []
    if case is None or not papers:
        return HttpResponseRedirect(reverse("track"))
    form = SupplyForm(request.POST if request.method == "POST" else None, papers=papers)
    if request.method == "POST":
        if form.is_valid() and _supplied(request, case, papers, form):
            return HttpResponseRedirect(opened_cases.address_of(case.uuid))
        papers = [paper for paper in papers_of(case) if paper.can_be_sent]
    context = {
        "heading": _("Hand in missing papers"),
        "case": case,
        "case_token": opened_cases.token_of(case),
        "back": opened_cases.address_of(case.uuid),
        "papers": papers,
        "form": form,
        "contact": contact(point=case.point, organisation=case.organisation),
    }
    return render(request, "cases/public/supply.html", context)


def _supplied(request: HttpRequest, case: Case, papers: list[CasePaper], form: SupplyForm) -> bool:
    """Add what came with REQUEST to CASE; return whether all of it was in order. FORM says what was not."""
    files, room = _taken(request, papers, form), MOST_FILES - case.attachments.count()
    if sum(map(len, files.values())) > room:
        form.add_error(None, _("This case holds as many files as we can take. Please bring the rest to the window."))
        _give_up(files)
        return False
    if not files and not form.errors:
        form.add_error(None, _("Please choose a photo or a file first."))
    if files:
        try:
            actions.supply(case=case, files=files, by=THE_APPLICANT)
            _give_up({code: [one for one in several if one.pk is None] for code, several in files.items()})
        except actions.Conflict as conflict:
            _give_up(files)
            form.add_error(None, str(conflict))
        except BaseException:
            _give_up(files)
            raise
    return not form.errors


def _taken(request: HttpRequest, papers: list[CasePaper], form: SupplyForm) -> dict[str, list[Upload]]:
    found: dict[str, list[Upload]] = {}
    refused = bool(unsaved.refusal())
    for paper in papers:
        for file in request.FILES.getlist(paper.code):
            try:
                name = shown_name(file.name or "")
                if refused:
                    raise FileRefused("not_saved", name=name)  # noqa: TRY301  one way to say it
                if exceeded(attempts(request, *UPLOADS)):
                    raise FileRefused("often", name=name)  # noqa: TRY301
                found.setdefault(paper.code, []).append(receiving.take_in(file, KINDS))
            except FileRefused as refusal:
                form.add_error(paper.code, str(refusal))
    return found


def _give_up(files: dict[str, list[Upload]]) -> None:
    for several in files.values():
        for upload in several:
            receiving.give_up(upload)
