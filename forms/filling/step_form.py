"""One step of a form: its fields for the answers so far, and further ones that new answers add.

Without a script, an answer that makes further fields of the same page appear brings the page again, with them on it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.forms import CheckboxInput, CheckboxSelectMultiple
from django.http import QueryDict
from django.template.loader import render_to_string

from forms.applied_for import chosen_point, place_of_conditions
from forms.conditions import ONLINE
from forms.evaluate import Answers, Evaluation, evaluate
from forms.facts import facts
from forms.fields.base import FieldType, Labels, Question, Statement
from forms.fields.repeat import Repeat
from forms.fields.repeat_field import ADD, MORE, REMOVE
from forms.fields.stop import Stop
from forms.fields.typed import Typed
from forms.filling.offered import SEARCHES, offered, searches, services_asked
from forms.filling.public_form import PublicForm
from forms.models import Draft
from forms.spec import FormSpec, FormStep
from portal.kit import clock

ASKED = "_asked"  # no field has such a key: codes begin with a letter or digit
Preparation = Callable[["StepForm"], None]


def _as_it_is(form: "StepForm") -> None:
    """Prepare nothing."""


class StatementBetween:
    """A statement between questions, drawn by crispy in its place."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement

    def render(self, form: Any, context: Any, **_options: Any) -> str:
        return render_to_string("portal/statement.html", {"statement": self.statement})


class StepForm(PublicForm):
    """The fields of a step. ``shown``: lines by key, in order; ``labels``: of what can be chosen (`Labels`).

    ``prepare`` is called with the form before it is judged: it gives fields what no definition knows, e.g. files.
    """

    def __init__(
        self,
        *args: Any,
        shown: Mapping[str, FieldType],
        labels: Labels,
        prepare: Preparation = _as_it_is,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.initial = dict(self.initial)  # what the caller handed over stays as it is
        self.shown = shown
        self.questions = {key: field for key, field in shown.items() if isinstance(field, Question)}
        for key, question in self.questions.items():
            self.fields[key] = question.form_field(labels)
            if key in self.initial:
                self.initial[key] = question.load(self.initial[key])
        for kind in searches(shown).values():
            name, label = SEARCHES[kind]
            self.fields[name] = Typed(label=label, required=False, max_length=40)
        prepare(self)

    @property
    def helper(self) -> FormHelper:
        """Layout for crispy: statements between the fields, the search word after the question that has one."""
        helper = super().helper
        rows: list[Any] = []
        found = searches(self.shown)
        for key, field in self.shown.items():
            stands_between = isinstance(field, Statement) and not isinstance(field, Stop)
            rows += [StatementBetween(field)] if stands_between else [key] if key in self.fields else []  # type: ignore[arg-type]
            rows += [SEARCHES[found[key]][0]] if key in found else []
        helper.layout = Layout(*rows)
        return helper

    @property
    def asked(self) -> str:
        """The keys that this page asks, for the hidden field that tells new questions from unanswered ones."""
        return " ".join(self.questions)

    @property
    def finds(self) -> bool:
        """Whether something can be looked for on this page."""
        return bool(searches(self.shown))

    @property
    def finds_services(self) -> bool:
        """Whether that is services alone."""
        return [*searches(self.shown).values()] == ["item"]

    @property
    def rearranged(self) -> bool:
        """Whether a button was pressed that adds a row to a group or removes one: nothing is judged yet."""
        groups = [key for key, question in self.questions.items() if isinstance(question, Repeat)]
        return any(f"{key}-{button}" in self.data for key in groups for button in (ADD, REMOVE))

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as JSON can keep them."""
        understood = {key: question for key, question in self.questions.items() if key in self.cleaned_data}
        return {key: question.dump(self.cleaned_data[key]) for key, question in understood.items()}

    def wrong(self) -> bool:
        """Return whether something that was typed is refused; what is merely empty may wait until later."""
        return any(key not in self.fields or self[key].data for key in self.errors)

    def ask_more(self) -> bool:
        """Return whether there are questions that the sent page did not have yet; those are no mistakes."""
        asked = set(str(self.data.get(ASKED, self.asked)).split())
        fresh = [key for key in self.questions if key not in asked and not self._is_sent(key)]
        inside = [key for key, errors in self.errors.as_data().items() if errors and errors[0].code == MORE]
        for key in (*fresh, *inside):
            self.errors.pop(key, None)
        return bool(fresh or inside)

    def _is_sent(self, key: str) -> bool:
        """Return whether the page that was sent had inputs of the question KEY; of boxes to tick nobody can tell."""
        widget = self.fields[key].widget
        if isinstance(widget, CheckboxInput | CheckboxSelectMultiple):
            return key in self.data
        return not widget.value_omitted_from_data(self.data, self.files, key)


def evaluated(spec: FormSpec, draft: Draft, answers: Answers, channel: str = ONLINE) -> Evaluation:
    """Return what follows from ANSWERS in DRAFT today; CHANNEL is the way by which they come."""
    place = place_of_conditions(spec, answers)
    return evaluate(spec, answers, facts(draft.item, chosen_point(draft, answers), channel, place), clock.today())


def first_form(
    evaluation: Evaluation, step: FormStep, draft: Draft, stored: Answers, *, prepare: Preparation = _as_it_is
) -> StepForm:
    """Return the form of STEP as it is first shown, filled with the stored answers."""
    shown = evaluation.fields(step.step)
    asked = services_asked(shown)
    initial = dict(stored)
    if draft.item and not any(key in stored for key in asked):
        initial |= {key: [draft.item.code] for key in asked}
    return StepForm(initial=initial, shown=shown, labels=offered(shown, draft, stored, None), prepare=prepare)


def sent_form(
    spec: FormSpec,
    step: FormStep,
    draft: Draft,
    stored: Answers,
    data: QueryDict,
    *,
    channel: str = ONLINE,
    prepare: Preparation = _as_it_is,
) -> StepForm:
    """Return the form of STEP judged with DATA: with every field that the answers of this very page ask for."""
    keys = step.named()
    before = {key: value for key, value in stored.items() if key not in keys}
    typed: dict[str, Any] = {}
    shown: Mapping[str, FieldType] | None = None
    for _round in range(len(keys) + 1):
        now = evaluated(spec, draft, before | typed, channel).fields(step.step)
        if shown is not None and now == shown:
            break
        shown = now
        form = StepForm(data, shown=shown, labels=offered(shown, draft, stored, data), prepare=prepare)
        form.is_valid()
        typed = form.answers()
    return form
