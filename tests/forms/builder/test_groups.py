"""A group that can be repeated, made in the builder: its questions are lines of the same outline."""

import pytest

from forms.models import FormVersion

KEYS = ("service/repeat_1/person_name_1", "service/repeat_1/number_1")


def made(desk):
    """Make a group of two questions in the first step."""
    desk.act("add", "service", type="repeat")
    desk.save("service/repeat_1", **{"label_zh-hans": "家人", "one_zh-hans": "家人", "most": "4"})
    for kind, key, label in (("person_name", KEYS[0], "姓名"), ("number", KEYS[1], "年龄")):
        assert desk.act("add", "service/repeat_1", type=kind).status_code == 302
        assert desk.save(key, **{"label_zh-hans": label}).status_code == 302


def group(desk):
    return desk.element("service/repeat_1")


def test_questions_of_a_group_are_lines_of_the_outline(editor):
    made(editor)
    page = editor.open(KEYS[0])
    assert page.status_code == 200
    body = page.content.decode()
    assert all(f"?at={key}" in body for key in KEYS)
    assert "builder-depth-3" in body
    assert page.context["element"].title == "姓名"


def test_question_of_a_group_is_changed_moved_and_removed(editor):
    made(editor)
    condition = {"when-rows": "1", "when-0-name": "person_name_1", "when-0-how": "given", "when-0-value": ""}
    assert editor.save(KEYS[1], **condition, **{"required": "no"}).status_code == 302
    inner = group(editor)["fields"][1]["number_1"]
    assert (inner["when"], inner["required"]) == ({"person_name_1": {"given": True}}, False)
    assert editor.save(KEYS[1], do="up").status_code == 302
    assert [[*line] for line in group(editor)["fields"]] == [["number_1"], ["person_name_1"]]
    editor.act("remove", KEYS[1])
    assert [[*line] for line in group(editor)["fields"]] == [["person_name_1"]]


def test_question_is_required_only_if_the_condition_holds(editor):
    made(editor)
    rows = {"required": "if", "required-rows": "1", "required-0-name": "mode", "required-0-how": "is"}
    assert editor.save(KEYS[1], **rows, **{"required-0-value": "agency"}).status_code == 302
    assert group(editor)["fields"][1]["number_1"]["required"] == {"mode": "agency"}
    assert editor.save(KEYS[1], **{"required": "no"}).status_code == 422
    assert group(editor)["fields"][1]["number_1"]["required"] == {"mode": "agency"}


def test_unknown_type_and_a_group_in_a_group_are_refused(editor):
    made(editor)
    before = editor.draft()
    for kind in ("repeat", "stop", "items", "boat", ""):
        assert editor.act("add", "service/repeat_1", type=kind).status_code in {404, 409, 422}
    assert editor.act("add", "service/mode", type="text").status_code in {404, 409, 422}
    assert editor.draft() == before


def test_group_is_published_as_it_was_made(publisher):
    made(publisher)
    publisher.publish()
    spec = FormVersion.objects.filter(code="assistance").latest("pk").read()
    assert [*spec.step("service").named()["repeat_1"].named()] == ["person_name_1", "number_1"]
    # Codes of published questions stay.
    assert publisher.open(KEYS[0]).context["form"].fields["element_code"].disabled


@pytest.mark.parametrize(("typed", "kept"), [("是", True), ("yes", True), ("true", True), ("否", False), ("No", False)])
def test_condition_on_yes_and_no_is_written_in_words(publisher, typed, kept):
    publisher.act("add", "service", type="yes_no")
    publisher.save("service/yes_no_1", label_en="Shall we call?")
    publisher.act("add", "service", type="text")
    row = {"when-0-name": "yes_no_1", "when-0-how": "is", "when-0-value": typed}
    assert publisher.save("service/text_1", label_en="When?", **row).status_code == 302
    assert publisher.element("service/text_1")["when"] == {"yes_no_1": kept}


def test_condition_on_yes_and_no_takes_nothing_else(publisher):
    publisher.act("add", "service", type="yes_no")
    publisher.act("add", "service", type="text")
    row = {"when-0-name": "yes_no_1", "when-0-how": "is", "when-0-value": "perhaps"}
    assert publisher.save("service/text_1", label_en="When?", **row).status_code == 422
