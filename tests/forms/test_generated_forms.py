"""Properties of forms of any shape: they render, are judged, written and read again, and lose no answer silently."""

import datetime as dt
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configuration.builder.element_form import ElementForm
from configuration.specs import validated
from configuration.text import scalars, source
from configuration.text.format import mapping_text
from forms.builder.form_description import DESCRIPTION
from forms.checks import complaints
from forms.definitions import FormKind
from forms.dossier import dossier
from forms.evaluate import evaluate
from forms.fields import question_type
from forms.fields.base import EMPTY, AnswerAudience
from forms.fields.repeat import Repeat
from forms.filling.step_form import StepForm
from forms.spec import FormSpec
from tests.forms.generated import ANSWERS, TEXTS, edited, form_data
from tests.forms.test_field_types import Folder, as_a_browser_sends

pytestmark = [pytest.mark.usefixtures("chinese"), pytest.mark.django_db, pytest.mark.one_database]
TODAY = dt.date(2026, 11, 24)
FACTS = {"channel": "online"}
# A quarter of the usual number: an example is a whole form.
slow = settings(max_examples=settings().max_examples // 4, suppress_health_check=[*HealthCheck])


def keys(spec: FormSpec) -> list[str]:
    return [key for _step, key, _field in spec.fields()]


@st.composite
def filled(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a form and answers of any shape to all of it."""
    data = draw(form_data())
    names = keys(FormSpec.model_validate(data))
    return data, {name: draw(ANSWERS) for name in names}


@slow
@given(form_data())
def test_form_is_written_and_read_again_without_a_change(data: dict[str, Any]) -> None:
    spec = validated(FormSpec, data)
    text = mapping_text(scalars.node_of(FormKind().plain(spec)), FormSpec, "form")
    assert validated(FormSpec, source.parse(text, "g.yaml").data()) == spec
    list(complaints(spec, Folder()))


@slow
@given(form_data())
def test_every_element_can_be_shown_in_the_builder_and_printed(data: dict[str, Any]) -> None:
    plain = FormKind().plain(FormSpec.model_validate(data))
    for element in DESCRIPTION.outline.elements(plain):
        assert str(ElementForm(DESCRIPTION, element, names=DESCRIPTION.names_before(plain, element.path)))
    for _step, _key, field in FormSpec.model_validate(data).fields():
        assert field.paper_blank()


@slow
@given(filled())
def test_any_answers_are_judged_shown_and_frozen(drawn: tuple[dict[str, Any], dict[str, Any]]) -> None:
    data, answers = drawn
    spec = FormSpec.model_validate(data)
    found = evaluate(spec, answers, FACTS, TODAY)
    for section in json.loads(json.dumps(dossier(found))):
        for row in section["rows"]:
            kind = question_type(row["type"])
            assert kind is not None
            assert "masked" in row or isinstance(kind.read_frozen(row["value"], {}), str)
    for key, answer in found.answers.items():
        question = found.questions[key]
        assert isinstance(question.display(answer, AnswerAudience.CITIZEN, {}), str)
        assert isinstance(question.display(answer, AnswerAudience.EXPORT, {}), str)
    # What counts once counts again: an evaluation of its own result changes nothing.
    again = evaluate(spec, found.answers, FACTS, TODAY)
    assert (again.answers, again.missing) == (found.answers, found.missing)
    # A required question that is shown either has an answer or is named as missing.
    named = {key for _step, key in found.missing}
    for key, question in found.questions.items():
        if question.required and not isinstance(question, Repeat):
            assert (key in found.answers) != (key in named)


@slow
@given(filled())
def test_page_of_any_answers_is_drawn_and_what_it_holds_comes_back(
    drawn: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    data, answers = drawn
    spec = FormSpec.model_validate(data)
    found = evaluate(spec, answers, FACTS, TODAY)
    for shown in found.shown:
        page = StepForm(initial=found.answers, shown=shown.fields, labels={})
        sent = as_a_browser_sends("".join(str(field) for field in page))
        again = StepForm(sent, shown=shown.fields, labels={})
        again.is_valid()
        back = again.answers() if again.is_bound else {}
        for key, question in shown.questions.items():
            # Of what the page does not list nothing can be chosen again.
            if key in back and key in found.answers and not question.finds and not question.holds_files:
                was, now = found.answers[key], back[key]
                assert question.display(now, AnswerAudience.CITIZEN, {}) or now in EMPTY
                if isinstance(was, str) and isinstance(now, str) and was.strip() == was and was.isprintable():
                    assert question.type == "paragraph" or _same(question.type, was, now)


def _comes_back(fields: dict[str, Any], kept: dict[str, Any]) -> None:
    """An accepted answer is shown again so that the page, sent unchanged, says the same."""
    page = StepForm(initial=kept, shown=fields, labels={})
    again = StepForm(as_a_browser_sends("".join(map(str, page))), shown=fields, labels={})
    assert again.is_valid() or not again.is_bound or not kept, again.errors
    if again.is_bound and again.is_valid():
        back = again.answers()
        assert {key: one for key, one in back.items() if one not in EMPTY} == {
            key: one for key, one in kept.items() if one not in EMPTY
        }


def _same(name: str, was: str, now: str) -> bool:
    # Full-width forms and blanks of numbers are made plain; names and prose stay as they are.
    return was == now or name not in {"text", "person_name", "organisation_name"} or " ".join(was.split()) == now


@slow
@given(st.data())
def test_no_edit_of_a_form_breaks_a_draft_or_loses_an_answer_silently(data: st.DataObject) -> None:
    before, answers = data.draw(filled())
    counted = evaluate(FormSpec.model_validate(before), answers, FACTS, TODAY).answers
    spec = FormSpec.model_validate(data.draw(edited(before)))
    after = evaluate(spec, counted, FACTS, TODAY)
    missing = {key for _step, key in after.missing}
    for key in counted:
        question = after.questions.get(key)
        if question is not None and key not in after.answers and question.required:
            assert any(name == key or name.startswith(f"{key}-") for name in missing)
    for shown in after.shown:
        page = StepForm(initial=counted, shown=shown.fields, labels={})
        assert "".join(str(field) for field in page) is not None


@slow
@given(form_data(), st.data())
def test_anything_may_be_sent_to_a_page(form: dict[str, Any], data: st.DataObject) -> None:
    spec = FormSpec.model_validate(form)
    found = evaluate(spec, {}, FACTS, TODAY)
    for shown in found.shown:
        page = StepForm(initial={}, shown=shown.fields, labels={})
        names = [one["name"] for one in BeautifulSoup("".join(map(str, page)), "html.parser").select("[name]")]
        sent = QueryDict(mutable=True)
        for name in names:
            sent.setlist(str(name), data.draw(st.lists(TEXTS, max_size=2)))
        again = StepForm(sent, shown=shown.fields, labels={})
        if again.is_valid():
            kept = again.answers()
            assert json.loads(json.dumps(kept)) == kept
            for key, question in again.questions.items():
                assert kept[key] in EMPTY or question.fits(kept[key]), (question.type, kept[key])
            _comes_back(shown.fields, kept)
        assert "".join(map(str, again)) is not None
        again.ask_more()
