"""Forms: ``forms/<code>.yaml``."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from configuration.builder.models import DraftedKind
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from forms.conditions import FACTS, Condition, names
from forms.evaluate import evaluate
from forms.fields.base import FieldType, OptionsQuestion, Question
from forms.models import Draft, Form, FormVersion
from forms.read_back import unknown_gaps
from forms.spec import FormExample, FormSpec
from portal.kit import indexing, languages

Where = tuple[str | int, ...]
OWN_PAGES = ("call", "check", "place", "point")
"""Addresses beside those of the steps (forms/filling/urls.py)."""
EXAMPLE_DAY = dt.date(2026, 1, 5)
"""The day on which the examples of a form are tried: they must not depend on the day of the check."""


class FormKind(DraftedKind[FormSpec]):
    name = "form"
    folder = "forms"
    order = 60
    schema = FormSpec
    named = Form
    versions = FormVersion
    heading = "Forms that citizens fill in"
    says = (
        CodeReference("form", Form, "code"),
        CodeReference("form", Form, "definition", pattern=r'(?<=\A{{"form": "){}(?=")'),
        CodeReference("form", FormVersion, "code"),
    )

    def release(self, spec: FormSpec) -> None:
        super().release(spec)
        self._tell_index(spec.form)

    def retire(self, code: str) -> str:
        kept = super().retire(code)
        self._tell_index(code)
        return kept

    def renaming_in_words(self, code: str) -> Iterator[str]:
        yield from super().renaming_in_words(code)
        yield f"/apply/{code}/ leads to the new address"

    def rename(self, old: str, new: str) -> None:
        super().rename(old, new)
        self._tell_index(new)

    def _tell_index(self, code: str) -> None:
        indexing.update(Form, [*Form.objects.filter(code=code).values_list("pk", flat=True)])

    def in_words(self, old: FormSpec, new: FormSpec) -> Iterator[str]:
        before, after = _questions(old), _questions(new)
        for key, question in after.items():
            must = "required" if question.required else "optional"
            if key not in before:
                yield f"new {must} question '{_label(question)}' ({key})"
            elif question.required != before[key].required:
                yield f"the question '{_label(question)}' ({key}) is {must} now"
        for key, question in before.items():
            if key not in after:
                yield f"the question '{_label(question)}' ({key}) is not asked any more"
        drafts = Draft.objects.filter(form_version__code=old.form, sent_at=None).count()
        if drafts:
            yield "1 draft keeps the form with which it began" if drafts == 1 else f"{drafts} drafts keep their form"

    def check(self, spec: FormSpec, folder: Folder) -> Iterator[Complaint]:
        yield from _addresses(spec)
        yield from _keys(spec)
        earlier: dict[str, Question] = {}
        for where, key, field in _fields(spec):
            for complaint in field.check(folder):
                yield replace(complaint, where=(*where, *complaint.where))
            yield from _condition(field.when, earlier, (*where, "when"))
            if isinstance(field, Question):
                earlier[key] = field
        yield from _empty(spec)
        for sentence, remedy in unknown_gaps(spec):
            yield Complaint(("read_back",), "D376", sentence, remedy)
        yield from _examples(spec)


def _questions(spec: FormSpec) -> dict[str, Question]:
    return {key: field for _step, key, field in spec.fields() if isinstance(field, Question)}


def _label(question: Question) -> str:
    return question.label.in_language(languages.default())


def _fields(spec: FormSpec) -> Iterator[tuple[Where, str, FieldType]]:
    """Yield place, key and field of every line, those with a key that stands twice included."""
    for number, step in enumerate(spec.steps):
        for place, line in enumerate(step.fields):
            for key, field in line.items():
                yield ("steps", number, "fields", place, key), key, field


def _addresses(spec: FormSpec) -> Iterator[Complaint]:
    for number, step in enumerate(spec.steps):
        if step.step in OWN_PAGES:
            where = ("steps", number, "step")
            yield Complaint(where, "D356", f"'{step.step}' is the address of a page of every form", "rename the step")


def _keys(spec: FormSpec) -> Iterator[Complaint]:
    seen: set[str] = set()
    for where, key, _field in _fields(spec):
        if key in seen:
            yield Complaint(where, "D331", f"the key '{key}' is used twice", "rename one")
        seen.add(key)


def _condition(condition: Condition | None, earlier: dict[str, Question], where: Where) -> Iterator[Complaint]:
    for path, name, wanted in names(condition):
        place = (*where, *path)
        if name in earlier:
            yield from _comparison(name, earlier[name], wanted, place)
        elif name not in FACTS:
            known = ", ".join([*earlier, *FACTS])
            yield Complaint(place, "D336", f"'{name}' is no earlier answer and no fact", f"one of: {known}")


def _comparison(name: str, asked: Question, wanted: Any, place: Where) -> Iterator[Complaint]:
    for how in wanted if isinstance(wanted, dict) else ["equals"]:
        if how not in asked.compares:
            remedy = f"one of: {', '.join(sorted(asked.compares))}"
            yield Complaint(place, "D337", f"the type '{asked.type}' has no comparison '{how}'", remedy)
    if isinstance(asked, OptionsQuestion) and not isinstance(wanted, dict):
        for value in wanted if isinstance(wanted, list) else [wanted]:
            if value not in asked.options:
                remedy = f"one of: {', '.join(asked.options)}"
                yield Complaint(place, "D338", f"'{name}' has no option '{value}'", remedy)


def _empty(spec: FormSpec) -> Iterator[Complaint]:
    for number, step in enumerate(spec.steps):
        if not step.fields:
            where = ("steps", number)
            yield Complaint(where, "D339", f"the step '{step.step}' asks nothing", "add a field or remove it")


def _examples(spec: FormSpec) -> Iterator[Complaint]:
    for number, example in enumerate(spec.tests):
        facts = {f"item.{name}": value for name, value in example.item.items()}
        for sentence in _broken(spec, example, facts):
            yield Complaint(("tests", number), "D350", f"'{example.case}': {sentence}", "mend the form or the example")


def _broken(spec: FormSpec, example: FormExample, facts: dict[str, Any]) -> Iterator[str]:
    found = evaluate(spec, example.answers, facts, EXAMPLE_DAY)
    asked = {key for shown in found.shown for key in shown.fields}
    yield from (f"does not ask '{key}'" for key in example.asks if key not in asked)
    yield from (f"asks '{key}'" for key in example.does_not_ask if key in asked)
    stopped = found.stop.key if found.stop else None
    if stopped != example.stops:
        yield f"stops at {stopped or 'nothing'}, not at {example.stops or 'nothing'}"
