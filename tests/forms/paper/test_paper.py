"""Forms on paper: everything of the definition, conditions in words, numbers in the foot, no price."""

import json
from unittest import mock

import pytest
from django.test import Client
from django.utils import translation

from forms.conditions import FACTS
from forms.fact_names import FACT_NAMES
from forms.fields.base import Question
from forms.models import Form
from forms.paper import printed_form
from forms.paper.conditions import only_if
from portal.kit import typeset
from tests import shipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town"), pytest.mark.article("15.9", "38.1")]
ADDRESS = "/apply/assistance/blank.pdf"


@pytest.fixture
def values(monkeypatch):
    """Return what stands on the blank form, in English."""
    seen = mock.Mock(return_value=b"%PDF-")
    monkeypatch.setattr(printed_form, "pdf", seen)
    with translation.override("en"):
        printed_form.blank_pdf(Form.objects.get().current, printed_form.PrintedNumbers("12345", "12388"))
    return seen.call_args.args[1]


def test_every_question_has_its_room(values):
    fields = {one["label"]: one for section in values["sections"] for one in section["fields"]}
    spec = shipped.form("assistance")
    with translation.override("en"):
        labels = [str(field.label) for _s, _k, field in spec.fields() if isinstance(field, Question)]
    assert set(labels) <= set(fields)
    assert all(fields[label]["lines"] or fields[label]["options"] for label in labels)


def test_conditions_are_said_in_words(values):
    fields = {one["label"]: one for section in values["sections"] for one in section["fields"]}
    company = "Only if “Who applies” is “A company or other legal person”."
    assert fields["Unified social credit code"]["when"] == company
    assert fields["Name"]["when"] == ""


def test_code_version_numbers_and_declarations_stand_on_it(values):
    text = json.dumps(values, ensure_ascii=False)
    assert values["code"] == "Form assistance, version 1"
    assert all(one in text for one in ("12345", "12388", "free of charge"))
    assert len(values["declarations"]) == 2
    assert values["address"].endswith("/apply/assistance/")


def test_served_as_a_pdf_to_everybody():
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert "ETag" in answer


def test_second_copy_comes_from_the_shelf():
    Client().get(ADDRESS)
    hits = typeset._set.cache_info().hits
    Client().get(ADDRESS)
    assert typeset._set.cache_info().hits == hits + 1


@pytest.mark.parametrize("code", ["no-such", "retired"])
def test_form_that_is_not_there_is_not_found(code):
    Form.objects.filter(code="assistance").update(code="retired", retired_at="2026-11-01T00:00Z")
    assert Client().get(f"/apply/{code}/blank.pdf").status_code == 404


@pytest.mark.parametrize("fault", [typeset.FontMissing(), typeset.GlyphMissing("\U0002b7f7")])
def test_server_that_cannot_print_says_whom_to_call(monkeypatch, fault):
    monkeypatch.setattr("forms.filling.calling.blank_pdf", mock.Mock(side_effect=fault))
    answer = Client().get(ADDRESS)
    assert answer.status_code == 503
    assert getattr(fault, "characters", "") in answer.content.decode()


def test_markup_in_texts_is_text():
    values = {
        **printed_form._common(Form.objects.get().current, shipped.form("assistance"), printed_form.PrintedNumbers()),
        "address": "x",
        "qr": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
        "scan": "",
        "lead": "#panic() $x$ \\ <a> @b",
        "sections": [
            {"title": "#eval(1)", "text": "", "fields": [printed_form._answered("*a*", '#read("/etc/passwd")')]}
        ],
    }
    assert typeset.pdf(printed_form.PAGE, values, kept=False).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, ""),
        ({"channel": "online"}, ""),
        ({"mode": "agency"}, "Only if “How we help” is “We act for you”."),
        ({"not": {"phone": {"given": True}}}, "Only if it is not so that “Telephone” is answered."),
        ({"item.excluded": True}, "Only if the service is excluded from assistance."),
        ({"phone": {"given": False}}, "Only if “Telephone” is not answered."),
        ({"item.departments": {"more_than": 1}}, "Only if “number of departments of the service” is more than 1."),
        ({"born": {"before": "today"}}, "Only if “born” lies in the past."),
        (
            {"any": [{"mode": "agency"}, {"visit": "home"}]},
            "Only if “How we help” is “We act for you” or “What suits you best” is “A home visit”.",
        ),
    ],
)
def test_condition_in_words(condition, words):
    with translation.override("en"):
        assert only_if(condition, shipped.form("assistance")) == words


def test_every_fact_has_a_name():
    assert set(FACT_NAMES) == set(FACTS)
