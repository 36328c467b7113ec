"""An editor changes a form in the admin: every save changes one thing, is a revision, and can be undone."""

import json

import pytest
from wagtail.models import Revision

from forms.models import Form, FormVersion

LABEL = {"label_en": "In which way?"}


def test_page_shows_outline_element_and_preview(editor):
    page = editor.open("applicant/uscc")
    assert page.status_code == 200
    body = page.content.decode()
    assert "?at=applicant/uscc" in body
    assert f"/admin/forms/{editor.form.pk}/preview/" in body
    assert "legal_person" in body


@pytest.mark.parametrize("at", ["", "service", "service/mode", "service/excluded", "applicant/phone"])
def test_element_saved_unchanged_says_the_same_as_before(editor, at):
    before = editor.draft()
    assert editor.save(at).status_code == 302
    assert editor.draft() == before
    assert list(editor.draft()) == list(before)


def test_changed_label_is_a_draft_and_citizens_see_the_old_one(editor):
    published = editor.form.current_id
    assert editor.save("service/mode", **LABEL).status_code == 302
    assert editor.element("service/mode")["label"]["en"] == "In which way?"
    row = editor.form
    assert (row.current_id, row.has_unpublished_changes) == (published, True)
    assert row.latest_revision.user is not None
    assert FormVersion.objects.filter(code="assistance").count() == 1


def test_unknown_input_is_refused_with_its_name(editor):
    answer = editor.save("service/mode", colour="red")
    assert answer.status_code == 422
    assert "colour" in answer.content.decode()
    assert editor.form.latest_revision is None


def test_unknown_key_of_a_draft_is_refused_with_its_path_and_kept(editor):
    editor.save("service/mode", **LABEL)
    revision = editor.form.latest_revision
    data = json.loads(revision.content["definition"])
    data["steps"][0]["fields"][1]["mode"]["colour"] = "red"
    text = json.dumps(data)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"definition": text})
    page = editor.open("service/mode")
    assert "steps.0.fields.1.mode.colour" in page.content.decode()
    answer = editor.act("remove", "service/mode")
    assert answer.status_code == 422
    assert editor.form.latest_revision.content["definition"] == text


def test_value_out_of_its_limits_is_refused_beside_its_input(editor):
    answer = editor.save("", minutes="500")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["o.minutes"]
    assert answer.context["form"]["o.minutes"].value() == "500"


def test_rule_of_the_schema_is_told_beside_its_input(editor):
    answer = editor.save("applicant/uscc", **{"when-0-how": "before", "when-0-value": "yesterday"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["o.when"]


def test_question_is_added_moved_removed_and_each_is_undone(editor):
    before = editor.draft()
    assert editor.act("add", "service", type="date").status_code == 302
    assert list(editor.element("service")["fields"][-1]) == ["date_1"]
    answer = editor.save("service/date_1", **{"label_en": "When?", "label_zh-hans": "哪天？"}, element_code="day")
    assert answer.status_code == 302
    assert editor.element("service/day")["label"] == {"zh-hans": "哪天？", "en": "When?"}
    assert editor.save("service/day", do="up").status_code == 302
    assert [key for line in editor.element("service")["fields"] for key in line][-2:] == ["day", "applicant_kind"]
    assert editor.act("remove", "service/day").status_code == 302
    assert editor.draft() == before
    keys = []
    for _step in range(5):
        editor.act("undo")
        keys.append([key for line in editor.element("service")["fields"] for key in line][2:])
    assert keys == [
        ["day", "applicant_kind"],
        ["applicant_kind", "day"],
        ["applicant_kind", "date_1"],
        ["applicant_kind"],
        ["applicant_kind"],
    ]
    assert editor.draft() == before


def test_step_is_added_empty_and_cannot_be_published_so(publisher):
    assert publisher.act("add", "").status_code == 302
    assert publisher.draft()["steps"][-1] == {"step": "step_1", "title": {}, "fields": []}
    answer = publisher.publish()
    assert answer.status_code == 422
    assert "D339" in answer.content.decode()
    assert FormVersion.objects.filter(code="assistance").count() == 1


def test_code_of_another_question_and_one_that_is_published_are_refused(editor):
    editor.act("add", "service", type="date")
    assert editor.save("service/date_1", element_code="phone").status_code == 422
    assert editor.save("service/mode", element_code="way").status_code == 302
    assert editor.element("service/mode") is not None


def test_condition_is_three_inputs_that_offer_earlier_questions_only(editor):
    form = editor.open("applicant/uscc").context["form"]
    offered = [name for name, _label in form.fields["o.when"].columns["name"].choices]
    assert "applicant_kind" in offered
    assert "phone" not in offered
    label = "非法人组织"
    assert editor.save("applicant/uscc", **{"when-0-value": f"legal_person，{label}"}).status_code == 302
    assert editor.element("applicant/uscc")["when"] == {"applicant_kind": ["legal_person", "other_organisation"]}
    assert editor.save("applicant/uscc", **{"when-0-value": "nobody"}).status_code == 422


def test_options_are_sorted_by_their_places(editor):
    assert editor.save("service/mode", **{"options-1-place": "1", "options-0-place": "2"}).status_code == 302
    assert list(editor.element("service/mode")["options"]) == ["agency", "assistance"]


def test_publishing_freezes_a_version_of_what_was_seen(publisher):
    publisher.save("service/mode", **LABEL)
    assert publisher.publish().status_code == 302
    form = Form.objects.select_related("current").get(code="assistance")
    assert (form.current.number, form.has_unpublished_changes) == (2, False)
    assert form.current.read().step("service").named()["mode"].label["en"] == "In which way?"
    assert form.live_revision_id == form.latest_revision_id


def test_editor_without_the_grant_publishes_nothing(editor):
    editor.save("service/mode", **LABEL)
    assert editor.publish().status_code == 302
    assert FormVersion.objects.filter(code="assistance").count() == 1


def test_preview_shows_the_draft_and_stores_nothing(editor, django_assert_max_num_queries):
    editor.save("service/mode", **LABEL)
    address = f"/admin/forms/{editor.form.pk}/preview/"
    page = editor.browser.get(address, {"at": "service/mode"}, headers={"accept-language": "en"})
    assert page.status_code == 200
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "o.label" not in page.content.decode()
    assert page.context["form"].questions["mode"].label["en"] == "In which way?"
    example = editor.draft()["tests"][0]
    filled = editor.browser.get(address, {"at": "service", "example": "0"}).context["form"]
    assert {key: filled.initial.get(key) for key in filled.questions} == {
        key: example["answers"].get(key) for key in filled.questions
    }
