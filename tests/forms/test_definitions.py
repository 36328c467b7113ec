"""Evaluation of definitions: the fields that are asked, the value of a hidden field, the frozen dossier."""

import datetime as dt
from typing import Any

import pytest

from forms.definitions import FormKind
from forms.dossier import dossier
from forms.evaluate import Evaluation, evaluate
from forms.spec import FormSpec
from tests import shipped

pytestmark = pytest.mark.usefixtures("chinese")
SPEC = shipped.form("assistance")
PERSON = {"mode": "agency", "applicant_kind": "natural_person", "name": "欧阳示例", "phone": "13900000000"}


def _evaluate(answers: dict[str, Any], facts: dict[str, Any] | None = None) -> Evaluation:
    return evaluate(SPEC, answers, facts or {}, dt.date(2026, 11, 24))


class Folder:
    """A folder of nothing else."""

    def all(self, kind: str) -> dict[str, Any]:
        return {}

    def get(self, kind: str, code: str) -> None:
        return None


def _complaints(*fields: dict[str, Any], **more: Any) -> list[str]:
    spec = FormSpec.model_validate(
        {
            "form": "small",
            "title": "小表",
            "opens": {"workflow": "assistance"},
            "steps": [{"step": "one", "title": "一", "fields": list(fields)}],
            "check": {"title": "核对"},
        }
        | more
    )
    return [complaint.code for complaint in FormKind().check(spec, Folder())]


def test_shipped_form_has_no_mistake() -> None:
    assert list(FormKind().check(SPEC, Folder())) == []


@pytest.mark.article("5")
def test_person_is_not_asked_for_a_company() -> None:
    assert _evaluate(PERSON).questions.keys().isdisjoint({"organisation", "uscc"})


@pytest.mark.article("5")
def test_excluded_item_stops_the_form() -> None:
    stop = _evaluate({}, {"item.excluded": True}).stop
    assert stop is not None
    assert stop.key == "excluded"


def test_hidden_field_has_no_value() -> None:
    assert "uscc" not in _evaluate(PERSON | {"uscc": "91350100M000100Y43"}).answers


def test_required_answers_that_are_missing_are_named_with_their_step() -> None:
    assert _evaluate(PERSON).missing == (("request", "visit"),)


def test_every_step_of_the_shipped_form_is_seen() -> None:
    assert [step.step for step in _evaluate({}).steps] == ["service", "applicant", "request"]


@pytest.mark.article("33")
def test_dossier_shows_personal_answers_masked_only() -> None:
    rows = {row["key"]: row for section in dossier(_evaluate(PERSON)) for row in section["rows"]}
    assert (rows["name"].get("value"), rows["name"]["masked"]) == (None, "欧阳*")


def test_dossier_keeps_labels_and_choices_in_words() -> None:
    row = dossier(_evaluate(PERSON))[0]["rows"][0]
    assert (row["label"]["zh-hans"], row["value"][0]["zh-hans"]) == ("服务方式", "代办")


CHOICE = {"a": {"type": "choice", "label": "甲", "options": {"x": "一", "y": "二"}}}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ([CHOICE, CHOICE], "D331"),
        ([{"a": {"type": "choice", "label": "甲"}}], "D332"),
        ([{"s": {"type": "stop", "when": {"item.excluded": True}}}], "D333"),
        ([{"a": {"type": "text"}}], "D334"),
        ([{"a": {"type": "text", "label": "甲", "personal": "sensitive"}}], "D335"),
        ([{"b": {"type": "text", "label": "乙", "when": {"a": "x"}}}, CHOICE], "D336"),
        ([CHOICE, {"b": {"type": "text", "label": "乙", "when": {"a": {"bigger": 1}}}}], "D337"),
        ([CHOICE, {"b": {"type": "text", "label": "乙", "when": {"a": "z"}}}], "D338"),
        ([{"s": {"type": "stop", "title": "停", "text": "停"}}], "D340"),
    ],
)
def test_mistake_in_a_form_is_named(fields: list[dict[str, Any]], code: str) -> None:
    assert code in _complaints(*fields)


def test_example_that_does_not_hold_is_named() -> None:
    assert _complaints(CHOICE, tests=[{"case": "错", "asks": ["b"]}]) == ["D350"]
