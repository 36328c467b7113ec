"""Conditions as data: and, one of, all, any, not, comparisons, values that are not there."""

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from forms.conditions import Condition, holds, names

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        (None, {}, True),
        ({"mode": "agency"}, {"mode": "agency"}, True),
        ({"mode": "agency"}, {"mode": "assistance"}, False),
        ({"mode": "agency"}, {}, False),
        ({"mode": "agency", "kind": "a"}, {"mode": "agency", "kind": "b"}, False),
        ({"kind": ["a", "b"]}, {"kind": "b"}, True),
        ({"needs": "lift"}, {"needs": ["lift", "sign"]}, True),
        ({"needs": "lift"}, {"needs": []}, False),
        ({"any": [{"a": "1"}, {"b": "2"}]}, {"b": "2"}, True),
        ({"all": [{"a": "1"}, {"b": "2"}]}, {"b": "2"}, False),
        ({"not": {"a": "1"}}, {"a": "1"}, False),
        ({"not": {"a": "1"}}, {}, True),
        ({"item.excluded": True}, {"item.excluded": False}, False),
        ({"item.departments": {"more_than": 1}}, {"item.departments": 2}, True),
        ({"item.departments": {"more_than": 1}}, {"item.departments": 1}, False),
        ({"item.departments": {"at_least": 1}}, {"item.departments": 1}, True),
        ({"needs": {"at_least": 2}}, {"needs": ["a", "b"]}, True),
        ({"born": {"before": "today"}}, {"born": "2026-11-23"}, True),
        ({"born": {"before": "today"}}, {"born": "2026-11-24"}, False),
        ({"phone": {"given": True}}, {"phone": ""}, False),
        ({"phone": {"given": False}}, {}, True),
    ],
)
def test_condition_holds_as_written(condition: Any, known: dict[str, Any], expected: bool) -> None:
    assert holds(condition, known, TODAY) is expected


def test_every_name_in_a_condition_is_found_with_its_place() -> None:
    condition = {"a": "1", "any": [{"b": "2"}, {"not": {"c": ["3"]}}]}
    assert list(names(condition)) == [
        (("a",), "a", "1"),
        (("any", 0, "b"), "b", "2"),
        (("any", 1, "not", "c"), "c", ["3"]),
    ]


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"any": {"a": "1"}},
        {"all": []},
        {"any": ["a"]},
        {"not": ["a"]},
        {"any": [{}]},
        {"a": {"more_than": "two"}},
        {"a": {"at_least": True}},
        {"a": {"given": "yes"}},
        {"a": {"before": "tomorrow"}},
    ],
)
def test_condition_that_could_break_a_page_is_refused(condition: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Condition).validate_python(condition)


@pytest.mark.parametrize("wanted", [{"more_than": 1}, {"before": "today"}, {"at_least": 2}])
def test_answer_of_another_type_breaks_nothing(wanted: dict[str, Any]) -> None:
    assert holds({"a": wanted}, {"a": "text"}, TODAY) is False
