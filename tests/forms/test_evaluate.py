"""Evaluation of answers, once a request and without the clock, the database or the settings."""

import datetime as dt
from typing import Any

import pytest

from forms.evaluate import evaluate
from forms.spec import FormSpec
from portal.kit import clock, languages
from tests import shipped

pytestmark = pytest.mark.usefixtures("chinese")
TODAY = dt.date(2026, 11, 24)


def _spec(*fields: dict[str, Any]) -> FormSpec:
    return FormSpec.model_validate(
        {
            "form": "small",
            "title": "小表",
            "opens": {"workflow": "assistance"},
            "steps": [{"step": f"s{number}", "title": "步", "fields": [one]} for number, one in enumerate(fields)],
            "check": {"title": "核对"},
        }
    )


BORN = {"born": {"type": "date", "label": "出生日期"}}
LATE = {"late": {"type": "text", "label": "为什么晚", "when": {"born": {"before": "today"}}}}


@pytest.mark.parametrize(("born", "asked"), [("2026-11-23", True), ("2026-11-24", False), ("2026-11-25", False)])
def test_condition_before_today_compares_with_the_day_of_the_request(born: str, asked: bool) -> None:
    assert ("late" in evaluate(_spec(BORN, LATE), {"born": born}, {}, TODAY).questions) is asked


def test_answer_behind_a_hidden_answer_does_not_count() -> None:
    chain = [
        {"a": {"type": "choice", "label": "甲", "options": {"yes": "是", "no": "否"}}},
        {"b": {"type": "text", "label": "乙", "when": {"a": "yes"}}},
        {"c": {"type": "text", "label": "丙", "when": {"b": {"given": True}}}},
    ]
    found = evaluate(_spec(*chain), {"a": "no", "b": "x", "c": "y"}, {}, TODAY)
    assert (found.answers, found.missing) == ({"a": "no"}, ())


def test_step_with_nothing_but_a_stop_is_no_page() -> None:
    stop = {"halt": {"type": "stop", "title": "停", "text": "停", "when": {"item.excluded": True}}}
    found = evaluate(_spec(stop, BORN), {}, {"item.excluded": True}, TODAY)
    assert [step.step for step in found.steps] == ["s1"]
    assert found.stop is not None
    assert (found.stop.step, found.stop.key) == ("s0", "halt")


def test_chosen_services_are_named_once_and_in_order() -> None:
    fields = [{key: {"type": "items", "label": "事项"}} for key in ("main", "more")]
    found = evaluate(_spec(*fields), {"main": ["b", "a"], "more": ["a", "c"]}, {}, TODAY)
    assert found.chosen("item") == ["b", "a", "c"]


def test_evaluation_asks_neither_clock_nor_language_nor_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test without the mark django_db may not touch the database at all."""

    def refused(*_args: Any) -> Any:
        raise AssertionError("evaluate may not ask this")

    spec = shipped.form("assistance")
    monkeypatch.setattr(clock, "now", refused)
    monkeypatch.setattr(languages, "active", refused)
    found = evaluate(spec, {"mode": "agency"}, {"channel": "online"}, TODAY)
    assert found.answers == {"mode": "agency"}
