"""Answers of one version in the next: kept, answered again, or no longer asked; never lost without a word."""

import copy
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.changes import noticed
from forms.following import migrate
from forms.spec import FormSpec

pytestmark = pytest.mark.usefixtures("chinese")
FORM = {
    "form": "wish",
    "title": "愿望",
    "opens": {"workflow": "assistance"},
    "steps": [
        {
            "step": "who",
            "title": "谁",
            "fields": [
                {"kind": {"type": "choice", "label": "谁", "options": {"person": "个人", "company": "企业"}}},
                {"name": {"type": "person_name", "label": "姓名", "max": 50}},
                {"many": {"type": "choices", "label": "哪些", "options": {"a": "甲", "b": "乙"}}},
            ],
        },
        {"step": "what", "title": "什么", "fields": [{"wish": {"type": "paragraph", "label": "愿望", "max": 100}}]},
    ],
    "check": {"title": "核对"},
}
ANSWERS = {"kind": "company", "name": "王秀英", "many": ["a", "b"], "wish": "长" * 60, "_place": "east"}


def form(change=lambda data: None):
    data = copy.deepcopy(FORM)
    change(data)
    return FormSpec.model_validate(data)


def field(data, key):
    return next(line[key] for step in data["steps"] for line in step["fields"] if key in line)


def migrated(change):
    found = migrate(ANSWERS, form(), form(change))
    return dict(found.kept), found.ask_again, found.gone, found.fresh


def test_form_that_stays_keeps_everything():
    assert migrated(lambda data: None) == (ANSWERS, (), (), ())


def test_answers_follow_their_key_into_another_step_under_another_label():
    def change(data):
        data["steps"][1]["fields"].insert(0, data["steps"][0]["fields"].pop(1))
        field(data, "name")["label"] = "怎么称呼"

    assert migrated(change) == (ANSWERS, (), (), ())


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("kind", {"options": {"person": "个人"}}),
        ("many", {"options": {"a": "甲", "c": "丙"}}),
        ("wish", {"max": 20}),
        ("name", {"type": "organisation_name"}),
    ],
    ids=["option gone", "one of several gone", "too long now", "another type"],
)
def test_answer_that_does_not_fit_is_asked_again(key, change):
    kept, again, gone, fresh = migrated(lambda data: field(data, key).update(change))
    assert (again, gone, fresh) == ((key,), (), ())
    assert kept == {one: answer for one, answer in ANSWERS.items() if one != key}


def test_answer_that_is_not_asked_any_more_is_named():
    kept, again, gone, fresh = migrated(lambda data: data["steps"][0]["fields"].pop(1))
    assert (again, gone, fresh) == ((), ("name",), ())
    assert "name" not in kept


def test_new_question_is_named():
    new = {"phone": {"type": "mobile_or_fixed", "label": "电话"}}
    assert migrated(lambda data: data["steps"][1]["fields"].append(new))[1:] == ((), (), ("phone",))


def shuffled(data, seed):
    """Change a form as editors might: remove, move, retype, narrow, add."""
    rng = random.Random(seed)
    for _edit in range(rng.randrange(1, 6)):
        step = rng.choice(data["steps"])
        if not step["fields"]:
            continue
        line = rng.choice(step["fields"])
        (_key, spec), *_ = line.items()
        edit = rng.randrange(5)
        if edit == 0 and len(step["fields"]) > 1:
            step["fields"].remove(line)
        elif edit == 1:
            step["fields"].remove(line)
            rng.choice(data["steps"])["fields"].append(line)
        elif edit == 2 and "options" in spec:
            spec["options"].pop(rng.choice(sorted(spec["options"])))
        elif edit == 3 and spec["type"] == "paragraph":
            spec["max"] = rng.randrange(1, 100)
        else:
            name = f"new{rng.randrange(999)}"
            step["fields"].append({name: {"type": "text", "label": name, "required": rng.random() < 0.5}})


@given(st.integers(0, 10_000))
def test_every_answer_is_kept_asked_again_or_named_as_gone(seed):
    old, new = form(), form(lambda data: shuffled(data, seed))
    found = migrate(ANSWERS, old, new)
    assert {*found.kept, *found.ask_again, *found.gone} == set(ANSWERS)
    assert len(found.kept) + len(found.ask_again) + len(found.gone) == len(ANSWERS)
    assert all(found.kept[key] == ANSWERS[key] for key in found.kept)
    if found.ask_again or found.gone or found.fresh:
        assert [*noticed(old, new)]
