"""The last page before sending: every answer once more, the declarations unticked, one button."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.actions import Excluded, Incomplete, submit
from cases.models import Draft
from cases.public import drafts, form_token
from cases.public.apply import blocking_page, elsewhere, first_gap, whom_for
from cases.public.guard import SUBMISSIONS, Guarded, attempts
from cases.public.pages import busy, stopped
from cases.public.receipts import to_receipt
from cases.public.steps import evaluated
from catalog.models import ServiceItem
from forms.evaluate import Evaluation
from forms.fields.base import Audience
from forms.spec import Declaration, FormSpec
from portal.kit.limits import exceeded, give_back


class DeclareForm(Guarded):
    """One box a declaration, none of them ticked (Art. 6)."""

    def __init__(self, *args: Any, declarations: list[Declaration], **options: Any) -> None:
        super().__init__(*args, **options)
        for one in declarations:
            sentence = _("Please read this and tick it before you send.")
            self.fields[one.declare] = forms.BooleanField(label=str(one.text), error_messages={"required": sentence})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def check(request: HttpRequest, form: str) -> HttpResponse:
    """Show the answers; POST makes the case, once, and leads to its receipt."""
    draft = drafts.find(request, form)
    if draft is None or draft.case:
        return elsewhere(request, form, draft)
    spec = draft.form_version.read()
    evaluation = evaluated(spec, draft, draft.read())
    if page_instead := blocking_page(request, draft, spec=spec, evaluation=evaluation):
        return page_instead
    if gap := first_gap(spec, evaluation):
        return HttpResponseRedirect(gap)
    declared = DeclareForm(request.POST or None, declarations=spec.check.declare)
    if request.method == "POST" and declared.is_valid():
        return _send(request, draft, [one.declare for one in spec.check.declare])
    context = {
        "heading": str(spec.check.title),
        "form": declared,
        "token": form_token.new(request),
        "sections": list(_sections(spec, evaluation)),
        "crumbs": [{"address": reverse("apply", args=[form]), "label": spec.title}],
        "contact": whom_for(draft),
    }
    return render(request, "cases/public/apply_check.html", context)


def _send(request: HttpRequest, draft: Draft, declared: list[str]) -> HttpResponse:
    counted = attempts(request, *SUBMISSIONS)
    if limit := exceeded(counted):
        return busy(request, whom_for(draft), limit)
    draft, key = drafts.saved(request, draft)
    try:
        case = submit(draft=draft, declared=declared)
    except Excluded as refusal:
        give_back(counted)
        return stopped(request, whom_for(draft), gettext("We cannot help with this service"), str(refusal), status=403)
    except Incomplete:
        # An answer was changed in another window between check and sending.
        give_back(counted)
        return HttpResponseRedirect(reverse("apply_check", args=[draft.form_version.code]))
    response = to_receipt(request, case)
    drafts.remember(request, response, draft.form_version.code, key)
    return response


def _sections(spec: FormSpec, evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """Yield title and rows (label, value, where to change it) of every step."""
    names = _names(evaluation.chosen("item"))
    for shown in evaluation.shown:
        address = f"{reverse('apply_step', args=[spec.form, shown.step.step])}?check=yes"
        rows = [
            {
                "label": question.label,
                "value": question.display(evaluation.answers.get(key), Audience.CITIZEN, names),
                "change": f"{address}#id_{key}",
            }
            for key, question in shown.questions.items()
        ]
        if rows:
            yield {"title": shown.step.title, "rows": rows}


def _names(codes: list[str]) -> dict[str, str]:
    """Return the names of the services CODES."""
    found = ServiceItem.objects.filter(code__in=codes).only("code", "name") if codes else ()
    return {item.code: str(item.name) for item in found}
