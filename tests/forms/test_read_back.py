"""The sentence that staff read aloud: answers, gaps, parts that are left out; and the mistakes of its pattern."""

import datetime as dt

import pytest

from forms.evaluate import evaluate
from forms.fields.base import AnswerAudience
from forms.read_back import read_back, unknown_gaps
from forms.spec import FormSpec

TODAY = dt.date(2026, 11, 24)
QUESTIONS = [
    {"kind": {"type": "choice", "label": "Who", "options": {"person": "a person", "firm": "a firm"}}},
    {"firm": {"type": "organisation_name", "label": "Firm", "when": {"kind": "firm"}, "personal": True}},
    {"name": {"type": "person_name", "label": "Name", "personal": True}},
    {"wish": {"type": "paragraph", "label": "Wish", "required": False, "personal": True}},
]
PATTERN = "Hello {name}[ of {firm}].[ You want {wish}.][ About {service}.] {who_answers} answers."
KNOWN = {"service": "", "who_answers": "The office"}
pytestmark = pytest.mark.usefixtures("chinese")


def form(read_back=PATTERN):
    return FormSpec.model_validate(
        {
            "form": "f",
            "title": "F",
            "read_back": read_back,
            "opens": {"workflow": "w"},
            "steps": [{"step": "s", "title": "S", "fields": QUESTIONS}],
            "check": {"title": "C"},
        }
    )


def said(answers, spec=None, known=KNOWN, audience=AnswerAudience.CITIZEN):
    spec = spec or form()
    parts = read_back(spec, evaluate(spec, answers, {}, TODAY), known, labels={}, audience=audience)
    return "".join(f"<{part.text}>" if part.kind == "gap" else part.text for part in parts)


def test_missing_answers_are_gaps_with_the_words_of_the_question():
    assert said({"kind": "person"}) == "Hello <Name>. The office answers."


def test_part_of_a_hidden_question_is_left_out():
    assert said({"kind": "person", "name": "A", "firm": "B"}) == "Hello A. The office answers."


def test_part_of_a_question_that_waits_is_a_gap():
    assert said({"kind": "firm", "name": "A"}) == "Hello A of <Firm>. The office answers."


def test_everything_that_was_answered_is_said():
    whole = said({"kind": "firm", "name": "A", "firm": "B", "wish": "C"}, known=KNOWN | {"service": "D"})
    assert whole == "Hello A of B. You want C. About D. The office answers."


def test_what_is_kept_is_masked():
    kept = said({"kind": "person", "name": "欧阳示例"}, audience=AnswerAudience.STAFF)
    assert "欧阳示例" not in kept


def test_answer_with_braces_is_no_gap():
    assert said({"kind": "person", "name": "{wish}[x]"}) == "Hello {wish}[x]. The office answers."


def test_form_without_a_pattern_says_every_answer():
    assert said({"kind": "person", "name": "A"}, form("")) == "Who: a person\nName: A\n"


@pytest.mark.parametrize(
    ("pattern", "mistakes"),
    [
        (PATTERN, 0),
        ("{nime}", 1),
        ("[a {name}", 1),
        ("a] {name}", 1),
        ("[[{name}]]", 1),
        ("{name", 1),
        ("{}", 1),
        ("no gap", 0),
    ],
)
def test_mistakes_of_a_pattern(pattern, mistakes):
    assert len([*unknown_gaps(form(pattern))]) == mistakes
