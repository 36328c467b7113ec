"""The form of a case on paper: masked for whoever works it, in full for signature by those who may enter one."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.access import PERSONAL, CasePolicy
from cases.desk import page
from cases.desk.permissions import case_worker, worker
from cases.models import Case
from forms.fields.base import AnswerAudience
from forms.filling.contacts import contact
from forms.paper.printed_form import PrintedNumbers, PrintedSection, filled_pdf
from portal.kit.typeset import FontMissing, GlyphMissing
from portal.kit.words import Words


@require_http_methods(["GET", "HEAD", "POST"])
@case_worker
def form_pdf(request: HttpRequest, case: Case) -> HttpResponse:
    """The submitted form as a PDF. GET masks; POST prints everything for signature, and the journal says who did."""
    if case.form_version is None:
        raise Http404
    policy, whole = CasePolicy.of(worker(request)), request.method == "POST"
    if whole and PERSONAL not in policy.readable_of(case):
        raise Http404
    personal = _personal(case) if whole else {}
    whom = contact(point=case.point, organisation=case.organisation)
    try:
        made = filled_pdf(
            case.form_version,
            PrintedNumbers(whom.phone, whom.complaint),
            number=case.number,
            sections=_sections(case, personal),
            masked=not whole,
        )
    except (FontMissing, GlyphMissing) as error:
        context = {"case": case, "characters": getattr(error, "characters", "")}
        return render(request, "cases/desk/print_missing.html", context, status=503)
    if whole:
        actions.note(case=case, by=policy.actor, text=_("Form printed in full, for signature"), public=False)
    headers = {"Content-Disposition": f'inline; filename="{case.number}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _personal(case: Case) -> dict[str, str]:
    """Return the personal answers of CASE as an official document shows them, by key."""
    sealed = case.applicant.answers if case.applicant else None
    given = json.loads(sealed.open()) if sealed else {}
    spec = case.form_version.read() if case.form_version else None
    questions = spec.questions() if spec else {}
    return {
        key: questions[key].display(answer, AnswerAudience.DOCUMENT, {})
        for key, answer in given.items()
        if key in questions
    }


def _sections(case: Case, personal: Mapping[str, str]) -> list[PrintedSection]:
    shown = page.dossier(case, frozenset())
    keys: list[list[dict[str, Any]]] = [section["rows"] for section in case.dossier]
    return [
        PrintedSection(
            str(Words.of(section["title"])),
            [
                (str(label), personal.get(row["key"], text) if masked else text)
                for (label, text, masked), row in zip(section["rows"], rows, strict=True)
            ],
        )
        for section, rows in zip(shown, keys, strict=True)
    ]
