"""The net: every registered type of field can be shown and edited in the builder, plug-ins like our own."""

import pytest

from configuration.builder.checks import RefusedDefinition, definition_of
from configuration.builder.element_form import ElementForm, option_inputs
from configuration.builder.option_inputs import CannotShow, InputMaker
from configuration.builder.options import ElementOption, fixed_value, options_of
from configuration.builder.outline import OutlineElement
from configuration.builder.page import BuilderPage
from forms.builder.form_description import CHOICE_LABELS, DESCRIPTION, OPTION_LABELS, TYPE_LABELS
from forms.fields import BUILT_IN, TYPES
from forms.spec import FormSpec, FormStep
from tests import shipped
from tests.forms.builder.conftest import sent_by

pytestmark = pytest.mark.usefixtures("chinese")
SPEC = shipped.form("assistance")
BUILT_IN_NAMES = [name for name, one in TYPES.items() if one in BUILT_IN]
# A value for every option, in its canonical form.
SAID = {
    "label": {"zh-hans": "问题", "en": "Question"},
    "hint": "提示",
    "required": False,
    "personal": "sensitive",
    "purpose": "用途",
    "when": {"mode": ["assistance", "agency"], "point.level": {"given": True}},
    "title": "标题",
    "text": {"zh-hans": "一\n二", "en": "one"},
    "options": {"b": {"zh-hans": "乙", "en": "B"}, "a": "甲"},
    "explain": {"a": {"zh-hans": "说明", "en": "because"}},
    "min": 2,
    "max": 30,
    "kinds": ["passport", "id_card"],
    "other": "另外",
    "levels": ["town", "community"],
    "places": 2,
    "smallest": -3,
    "largest": 8,
    "earliest": "2026-01-01",
    "latest": "today",
    "birthday": True,
    "not_before": "09:00",
    "not_after": "17:00",
    "version": "2026-11",
    "of": "name",
    "free": True,
    "one": {"zh-hans": "孩子", "en": "Child"},
    "fewest": 1,
    "most": 5,
    "file_kinds": ["pdf", "word"],
    "max_files": 3,
    "camera": True,
}


def _element(name, data):
    return OutlineElement(("service", "new"), {"type": name} | data, TYPES[name], DESCRIPTION.top.inside)


def _names():
    return DESCRIPTION.names_before(shipped.KINDS[1].plain(SPEC), None)


@pytest.mark.parametrize("name", TYPES)
def test_every_option_of_every_type_has_an_input(name):
    shown = {path[0] for path, _input in option_inputs(DESCRIPTION, _element(name, {}), _names())}
    # What stands inside of a group has lines of its own in the outline.
    assert shown == {one.name for one in options_of(TYPES[name]) if fixed_value(one) is None} - {"fields"}


@pytest.mark.parametrize("name", BUILT_IN_NAMES)
def test_every_option_and_type_has_a_name_on_screen(name):
    assert name in TYPE_LABELS
    assert {one.name for one in options_of(TYPES[name])} - {"type"} <= OPTION_LABELS.keys()
    assert CHOICE_LABELS


@pytest.mark.parametrize("name", TYPES)
def test_element_of_every_type_comes_back_as_it_was_written(name):
    options = {one.name for one in options_of(TYPES[name])}
    data = {"type": name} | {key: value for key, value in SAID.items() if key in options}
    element = _element(name, data)
    blank = ElementForm(DESCRIPTION, element, names=_names())
    sent = {}
    for field in blank:
        sent |= sent_by(field.html_name, field.field.widget, field.value())
    form = ElementForm(DESCRIPTION, element, names=_names(), data=sent)
    assert form.is_valid(), form.errors
    assert form.written() == data


@pytest.mark.parametrize("name", TYPES)
def test_every_type_can_be_added(name):
    data = shipped.KINDS[1].plain(SPEC)
    made, path = DESCRIPTION.outline.added(data, ("service",), name)
    assert FormSpec.model_validate(made).step("service").named()[path[1]].type == name


REQUIRED = [True, False, {"mode": "agency"}, {"any": [{"mode": "agency"}, {"channel": "phone"}]}]


@pytest.mark.parametrize("required", REQUIRED)
def test_required_comes_back_as_truth_or_as_condition(required):
    element = _element("text", {"label": "问题", "required": required})
    sent = {}
    for field in ElementForm(DESCRIPTION, element, names=_names()):
        sent |= sent_by(field.html_name, field.field.widget, field.value())
    form = ElementForm(DESCRIPTION, element, names=_names(), data=sent)
    assert form.is_valid(), form.errors
    assert form.written()["required"] == required


def test_condition_of_required_is_not_dropped_without_a_word():
    element = _element("text", {"label": "问题", "required": {"mode": "agency"}})
    sent = {}
    for field in ElementForm(DESCRIPTION, element, names=_names()):
        sent |= sent_by(field.html_name, field.field.widget, field.value())
    form = ElementForm(DESCRIPTION, element, names=_names(), data=sent | {"o.required": "yes"})
    assert "o.required" in form.errors
    form = ElementForm(DESCRIPTION, _element("text", {"label": "问题"}), names=_names(), data={"o.required": "if"})
    assert "o.required" in form.errors


def test_questions_of_a_group_are_added_named_moved_and_removed_like_others():
    outline = DESCRIPTION.outline
    data, group = outline.added(shipped.KINDS[1].plain(SPEC), ("service",), "repeat")
    data, first = outline.added(data, group, "person_name")
    data, second = outline.added(data, group, "number")
    assert (first[:-1], second[:-1]) == (group, group)
    data = outline.moved(data, second, -1)
    assert [element.code for element in outline.elements(data) if element.path[:-1] == group] == [second[-1], first[-1]]
    names = [one.name for one in DESCRIPTION.names_before(data, first)]
    assert names[0] == second[-1]
    assert "mode" in names
    assert first[-1] not in names
    other, another = outline.added(data, ("request",), "repeat")
    other, same = outline.added(other, another, "person_name")
    assert same[-1] == first[-1], "codes are different inside of one group alone"
    assert outline.located(data, ("steps", 0, "fields", 3, group[-1], "fields", 0, second[-1], "label")) == (
        second,
        ("label",),
    )
    found = FormSpec.model_validate(outline.removed(data, first)).step("service").named()[group[-1]]
    assert [*found.named()] == [second[-1]]


def test_group_alone_takes_questions():
    data = shipped.KINDS[1].plain(SPEC)
    data, group = DESCRIPTION.outline.added(data, ("service",), "repeat")
    owners = {
        path: [button.owner for button in BuilderPage(DESCRIPTION, data, path).add_buttons()]
        for path in ((), ("service",), ("service", "mode"), group)
    }
    assert owners == {
        (): [""],
        ("service",): ["", "service"],
        ("service", "mode"): ["", "service"],
        group: ["", "service", "/".join(group)],
    }


def test_form_and_step_can_be_shown():
    for path, model in (((), FormSpec), (("service",), FormStep)):
        data = BuilderPage(DESCRIPTION, shipped.KINDS[1].plain(SPEC), path).element().data
        branch = DESCRIPTION.top if path else None
        assert dict(option_inputs(DESCRIPTION, OutlineElement(path, data, model, branch)))


def test_condition_that_is_wrong_is_told_in_words_of_conditions():
    data = shipped.KINDS[1].plain(SPEC)
    data["steps"][0]["fields"].append({"q": {"type": "text", "label": "x", "required": {"any": []}}})
    with pytest.raises(RefusedDefinition, match="'any' takes a list of conditions"):
        definition_of(shipped.KINDS[1], data)


def test_option_without_an_input_is_refused_at_once():
    with pytest.raises(CannotShow, match="when"):
        InputMaker(DESCRIPTION).input(ElementOption("when", dict[int, bytes]), None)
