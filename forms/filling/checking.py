"""The last page before sending: every answer once more, who answers, the declarations unticked, one button."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms import destinations
from forms.chosen_names import names_of
from forms.destinations import Route, SubmissionIncomplete, SubmissionRefused
from forms.evaluate import Evaluation
from forms.fields.base import AnswerAudience, Labels, Question
from forms.fields.materials import STILL_MISSING, Materials
from forms.fields.repeat import Repeat
from forms.filling import browser_drafts, form_token
from forms.filling.abuse import SUBMISSIONS, Guarded, attempts
from forms.filling.addresses import check_address, first_gap, place_address, point_address, step_address
from forms.filling.browser_drafts import HeldDraft
from forms.filling.contacts import Contact, responsible_contact, route_of
from forms.filling.draft_pages import FilledForm, page_of_draft
from forms.filling.pages import busy, foreign_page, stopped
from forms.following import told_changes
from forms.spec import Declaration
from portal.kit.limits import exceeded, give_back
from portal.kit.words import Words

TOLD = "_told"  # who was told to answer; no field has such a key: codes begin with a letter or digit


class DeclareForm(Guarded):
    """One box a declaration, none of them ticked (Art. 6)."""

    def __init__(self, *args: Any, declarations: list[Declaration], **options: Any) -> None:
        super().__init__(*args, **options)
        for one in declarations:
            sentence = _("Please read this and tick it before you send.")
            self.fields[one.declare] = forms.BooleanField(label=str(one.text), error_messages={"required": sentence})


@page_of_draft(before_steps=False)
def check(request: HttpRequest, filled: FilledForm) -> HttpResponse:
    """Show the answers and who will answer them; POST sends them, once, and leads to the receipt."""
    held, draft, spec, evaluation = filled.held, filled.draft, filled.spec, filled.evaluation
    if gap := first_gap(held, evaluation):
        return HttpResponseRedirect(gap)
    route = route_of(draft, filled.applied)
    if route.asks_place:
        return HttpResponseRedirect(place_address(held))
    desk, told = responsible_contact(route), f"{route.organisation.code} {route.point.code if route.point else ''}"
    declared = DeclareForm(request.POST or None, declarations=spec.check.declare)
    foreign = browser_drafts.is_foreign_page(request, draft)
    if request.method == "POST" and foreign:
        declared.add_error(None, foreign_page(draft))
    elif request.method == "POST" and request.POST.get(TOLD, told) != told:
        declared.add_error(None, _("Somebody else answers now. Please look at it, and press the button once more."))
    elif request.method == "POST" and declared.is_valid():
        return _send(request, held, declared, desk)
    context = {
        "heading": str(spec.check.title),
        "form": declared,
        "draft": draft,
        "token": form_token.new(request),
        "sections": list(_sections(held, evaluation)),
        "missing": [str(name) for name in _missing_papers(evaluation)],
        "route": route,
        "told": told,
        "other_point": point_address(held, _district(route)),
        "crumbs": [{"address": reverse("apply", args=[draft.form_version.code]), "label": spec.title}],
        "contact": desk,
        "changes": told_changes(spec, filled.stored),
    }
    return render(request, "forms/check.html", context, status=409 if foreign else 200)


def _district(route: Route) -> str:
    """Return the code of the district whose service points are shown first, or nothing."""
    territory = route.organisation.territory
    return territory.codes[-1] if route.point and territory.depth > 1 else ""


def _send(request: HttpRequest, held: HeldDraft, form: DeclareForm, desk: Contact) -> HttpResponse:
    counted = attempts(request, *SUBMISSIONS, weight=form.weight)
    if limit := exceeded(counted):
        return busy(request, desk, limit)
    held = browser_drafts.saved(request, held)
    spec = held.draft.form_version.read()
    destination = destinations.of(spec)
    try:
        destination.send(held.draft, [one.declare for one in spec.check.declare])
    except SubmissionRefused as refusal:
        give_back(counted)
        heading = gettext("We cannot help with this service")
        return stopped(request, desk, heading, str(refusal), status=403)
    except SubmissionIncomplete as incomplete:
        # An answer was changed in another window between check and sending, or a file is not there any more.
        give_back(counted)
        step = incomplete.missing[0][0] if incomplete.missing else ""
        return HttpResponseRedirect(step_address(held, step) if step else check_address(held))
    response = destination.to_receipt(request, held.draft)
    browser_drafts.remember(request, response, held)
    return response


def _sections(held: HeldDraft, evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """Yield title and rows (label, value, where to change it) of every step."""
    names = names_of(evaluation.named())
    for shown in evaluation.shown:
        address = step_address(held, shown.step.step, check=True)
        rows = [
            {"label": label, "value": value, "change": f"{address}#id_{target}"}
            for key, question in shown.questions.items()
            for label, value, target in _rows(key, question, evaluation.answers.get(key), names)
        ]
        if rows:
            yield {"title": shown.step.title, "rows": rows}


def _rows(key: str, question: Question, answer: Any, names: Labels) -> Iterator[tuple[str, str, str]]:
    """Yield label, text and input of the answer KEY; of a group those of every question in each of its rows."""
    rows = question.rows(answer) if isinstance(question, Repeat) else []
    if not rows:
        yield str(question.label), question.display(answer, AnswerAudience.CITIZEN, names), key
    for number, row in enumerate(rows):
        for inner, asked in row.questions.items():
            label = f"{question.title(number)} · {asked.label}"  # type: ignore[attr-defined]  # only groups have rows
            text = asked.display(row.answers.get(inner), AnswerAudience.CITIZEN, names)
            yield label, text, f"{key}-{number}-{inner}"


def _missing_papers(evaluation: Evaluation) -> Iterator[Words]:
    """Yield the names of the papers that are handed in later: all of them at once (Art. 18)."""
    for key, question in evaluation.questions.items():
        if isinstance(question, Materials):
            answers = (evaluation.answers.get(key) or {}).values()
            yield from (Words(one["name"]) for one in answers if one["how"] in STILL_MISSING)
