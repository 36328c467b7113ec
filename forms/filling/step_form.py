"""One step of a form: its fields for the answers so far, and further ones that new answers add.

Without a script, an answer that makes further fields of the same page appear brings the page again, with them on it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from catalog.models import ServiceItem
from configuration import site
from forms.applied_for import chosen_point
from forms.evaluate import Answers, Evaluation, evaluate
from forms.facts import facts
from forms.fields import items
from forms.fields.base import FieldType, Labels, Question
from forms.fields.note import Note
from forms.fields.typed import Typed, plain
from forms.filling.public_form import PublicForm
from forms.models import Draft
from forms.spec import FormSpec, FormStep
from portal.kit import clock

ASKED = "_asked"  # no field has such a key: codes begin with a letter or digit
FIND = "_find"
CHANNEL = "online"
FOUND = 12  # services shown for a word


class NoteBetween:
    """A note between questions, drawn by crispy in its place."""

    def __init__(self, note: Note) -> None:
        self.note = note

    def render(self, form: Any, context: Any, **_options: Any) -> str:
        return render_to_string("portal/note.html", {"note": self.note})


class StepForm(PublicForm):
    """The fields of a step. ``shown``: notes and questions by key, in order; ``labels``: names of services by code."""

    def __init__(self, *args: Any, shown: Mapping[str, FieldType], labels: Labels, **options: Any) -> None:
        super().__init__(*args, **options)
        self.shown = shown
        self.questions = {key: field for key, field in shown.items() if isinstance(field, Question)}
        for key, question in self.questions.items():
            self.fields[key] = question.form_field(labels)
            if key in self.initial:
                self.initial[key] = question.load(self.initial[key])
        if services_asked(shown):
            self.fields[FIND] = Typed(label=_("Another service: a word of its name"), required=False, max_length=40)

    @property
    def helper(self) -> FormHelper:
        """Layout for crispy: notes between the fields, the search word after the question for services."""
        helper = super().helper
        rows: list[Any] = []
        for key, field in self.shown.items():
            rows += [NoteBetween(field)] if isinstance(field, Note) else [key] if key in self.fields else []
            rows += [FIND] if key in services_asked(self.shown) else []
        helper.layout = Layout(*rows)
        return helper

    @property
    def asked(self) -> str:
        """The keys that this page asks, for the hidden field that tells new questions from unanswered ones."""
        return " ".join(self.questions)

    @property
    def finds(self) -> bool:
        """Whether services can be looked for on this page."""
        return FIND in self.fields

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as JSON can keep them."""
        understood = {key: question for key, question in self.questions.items() if key in self.cleaned_data}
        return {key: question.dump(self.cleaned_data[key]) for key, question in understood.items()}

    def ask_more(self) -> bool:
        """Return whether there are questions that the sent page did not have yet; those are no mistakes."""
        asked = set(str(self.data.get(ASKED, self.asked)).split())
        fresh = [key for key in self.questions if key not in asked and key not in self.data]
        for key in fresh:
            self.errors.pop(key, None)
        return bool(fresh)


def evaluated(spec: FormSpec, draft: Draft, answers: Answers, channel: str = CHANNEL) -> Evaluation:
    """Return what follows from ANSWERS in DRAFT today; CHANNEL is the way by which they come."""
    return evaluate(spec, answers, facts(draft.item, chosen_point(draft, answers), channel), clock.today())


def first_form(evaluation: Evaluation, step: FormStep, draft: Draft, stored: Answers) -> StepForm:
    """Return the form of STEP as it is first shown, filled with the stored answers."""
    shown = evaluation.fields(step.step)
    asked = services_asked(shown)
    initial = dict(stored)
    if draft.item and not any(key in stored for key in asked):
        initial |= {key: [draft.item.code] for key in asked}
    return StepForm(initial=initial, shown=shown, labels=_services(asked, draft, stored, None))


def sent_form(
    spec: FormSpec, step: FormStep, draft: Draft, stored: Answers, data: QueryDict, *, channel: str = CHANNEL
) -> StepForm:
    """Return the form of STEP judged with DATA: with every field that the answers of this very page ask for."""
    keys = step.named()
    before = {key: value for key, value in stored.items() if key not in keys}
    typed: dict[str, Any] = {}
    shown: Mapping[str, FieldType] | None = None
    for _round in range(len(keys) + 1):
        now = evaluated(spec, draft, before | typed, channel).fields(step.step)
        if shown is not None and now.keys() == shown.keys():
            break
        shown = now
        form = StepForm(data, shown=shown, labels=_services(services_asked(shown), draft, stored, data))
        form.is_valid()
        typed = form.answers()
    return form


def services_asked(shown: Mapping[str, FieldType]) -> list[str]:
    """Return the keys of the questions for services among SHOWN."""
    return [key for key, field in shown.items() if isinstance(field, Question) and field.refers_to == "item"]


def _services(keys: Collection[str], draft: Draft, stored: Answers, data: QueryDict | None) -> Labels:
    """Return the services to choose from: the one begun with, those chosen, those looked for, popular ones."""
    if not keys:
        return {}
    chosen = [code for key in keys for code in (data.getlist(key) if data else stored.get(key) or [])]
    wanted = [*([draft.item.code] if draft.item else []), *chosen[: 2 * items.MOST], *site.current().popular]
    # Excluded services (Art. 5) are no choices, even if they are sent.
    found = ServiceItem.objects.public().filter(exclusion="").only("code", "name")
    rows = {item.code: str(item.name) for item in found.filter(code__in=wanted)}
    word = plain(data.get(FIND, ""))[:40] if data else ""
    more = {item.code: str(item.name) for item in found.filter(name__icontains=word)[:FOUND]} if word else {}
    return {code: rows[code] for code in wanted if code in rows} | more
