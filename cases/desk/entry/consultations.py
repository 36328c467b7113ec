"""The log of consultations: what people asked at the window or on the telephone, and how one becomes a case."""

import unicodedata
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases import actions
from cases.access import CasePolicy
from cases.actions.parties import name_index, phone_index
from cases.desk.entry import known_people, opening
from cases.desk.entry.consultation_form import ConsultationForm
from cases.desk.entry.entry_page import PHONES
from cases.desk.entry.views import address_of
from cases.desk.finding import plain
from cases.desk.permissions import enterer
from cases.models import Consultation, EnteredDraft
from cases.models.consultation import ConsultationQuerySet
from forms.fields.base import Question
from forms.published import published_forms
from forms.spec import FormSpec
from portal.kit import phones

A_PAGE = 30
READ = 300  # newest consultations of the own organisations whose words are looked through
DIGITS = 18  # of a key that every database can hold


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The consultations of this person's organisations, the newest first; ``q`` looks for a number, a name, words."""
    policy = CasePolicy.of(enterer(request))
    rows = Consultation.objects.within(policy.entry_heads())
    words = plain(request.GET.get("q", ""))
    found = _found(rows, words) if words else rows
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) <= DIGITS:
        found = found.filter(pk__lt=int(before))
    shown = list(found.for_list().order_by("-pk")[: A_PAGE + 1])
    context = {
        "words": words,
        "rows": shown[:A_PAGE],
        "before": shown[A_PAGE - 1].pk if len(shown) > A_PAGE else None,
        "read": READ,
    }
    return render(request, "cases/desk/entry/consultations.html", context)


def _found(rows: ConsultationQuerySet, words: str) -> ConsultationQuerySet:
    """Return those of ROWS that WORDS mean: a whole telephone, a whole name, or words of the newest ones."""
    if phones.private(words):
        return rows.filter(phone_index=phone_index(words))
    named = rows.filter(name_index=name_index(words))
    if named.exists():
        return named
    return rows.filter(pk__in=[*_with_words(rows, words)])


def _with_words(rows: ConsultationQuerySet, words: str) -> Iterator[int]:
    """Yield the keys of the newest of ROWS that hold WORDS; what was said is sealed, so it is opened to be read."""
    wanted = words.casefold()
    for row in rows.select_related("item").order_by("-pk")[:READ]:
        said = (
            row.question.open(),
            row.answer.open() if row.answer else "",
            *(row.item.name.values() if row.item else ()),
        )
        if wanted in unicodedata.normalize("NFKC", "\n".join(said)).casefold():
            yield row.pk


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a consultation down; ``entry`` takes over what was typed into an application that becomes none."""
    policy = CasePolicy.of(enterer(request))
    entered = _entered(request, policy)
    data = request.POST if request.method == "POST" else None
    form = ConsultationForm(data, policy=policy, initial=_typed(entered) if entered else {})
    if data is not None and "find" not in data and form.is_valid():
        kept = actions.consult(by=policy.actor, **form.told())
        if entered:
            EnteredDraft.objects.filter(pk=entered.pk).open().delete_with_drafts()
        messages.success(request, _("Written down."))
        return redirect("desk_consultation", consultation=kept.uuid)
    if data is not None and "find" in data:
        form.errors.clear()
    return render(request, "cases/desk/entry/consult.html", {"form": form, "entered": entered})


def _entered(request: HttpRequest, policy: CasePolicy) -> EnteredDraft | None:
    """Return the draft of this person that the page names; Http404 for any other."""
    wanted = request.POST.get("entry", "") or request.GET.get("entry", "")
    if not wanted:
        return None
    try:
        uuid = UUID(wanted)
    except ValueError:
        raise Http404 from None
    rows = EnteredDraft.objects.of(enterer(request)).open().select_related("draft__form_version", "draft__item")
    return get_object_or_404(rows, uuid=uuid)


def _typed(entered: EnteredDraft) -> dict[str, Any]:
    """Return what ENTERED says as a consultation: who, on which number, about what, in their words."""
    answers, spec = entered.draft.read(), entered.draft.form_version.read()
    questions = {key: question for key, question in spec.questions().items() if answers.get(key)}

    def first(*types: str) -> str:
        return next((str(answers[key]) for key, field in questions.items() if field.type in types), "")

    wishes = [str(answers[key]) for key, field in questions.items() if field.own_words]
    return {
        "channel": answers.get(opening.CHANNEL) or "",
        "name": first("person_name"),
        "phone": first(*PHONES),
        "item": entered.draft.item.code if entered.draft.item else "",
        "question": "\n".join(wishes),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, consultation: UUID) -> HttpResponse:
    """One consultation; POST makes an application of it that is filled with what was said."""
    policy = CasePolicy.of(enterer(request))
    rows = Consultation.objects.within(policy.entry_heads())
    found = get_object_or_404(rows.select_related("item", "by", "case", "organisation"), uuid=consultation)
    if request.method != "POST":
        seen = found.case is not None and policy.visible().filter(pk=found.case.pk).exists()
        return render(
            request,
            "cases/desk/entry/consultation.html",
            {"consultation": found, "case_is_seen": seen, "forms": published_forms().order_by("code")},
        )
    if found.case_id:
        return redirect("desk_consultation", consultation=found.uuid)
    definition = get_object_or_404(published_forms(), code=plain(request.POST.get("form", "")))
    entered = actions.keep_entered(
        uuid=uuid4(),
        by=policy.actor,
        version=definition.current,
        item=found.item,
        point=opening.usual_point(policy),
        answers=_as_answers(found, definition.current.read()),
        consultation=found,
    )
    return redirect(address_of(entered))


def _as_answers(found: Consultation, spec: FormSpec) -> dict[str, Any]:
    """Return the answers of SPEC that the consultation FOUND gives, each to the first question that takes it."""
    told = {"person_name": found.name.open() if found.name else ""}
    told |= dict.fromkeys(PHONES, found.phone.open() if found.phone else "")
    answers: dict[str, Any] = {opening.CHANNEL: found.channel}
    wish = found.question.open()
    for _step, key, field in spec.fields():
        if not isinstance(field, Question):
            continue
        if field.own_words and wish:
            answers[key], wish = wish, ""
        elif field.type in known_people.ABOUT_A_PERSON and told.get(field.type):
            answers[key] = told.pop(field.type)
        elif field.refers_to == "item" and found.item:
            answers[key] = [found.item.code]
    return answers
