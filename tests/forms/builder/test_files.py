"""A form begun in the admin, copied, downloaded and uploaded as the same text that a folder of definitions holds."""

import pytest
from django.test import Client

from configuration.kinds import named
from forms.models import Draft, Form, FormVersion
from tests.forms.builder.conftest import Desk

NEW = "/admin/snippets/forms/form/new/"


def begin(desk, **sent):
    return desk.browser.post(NEW, {"title_zh-hans": "投诉", "title_en": "Complaint", "code": "", "copy_of": ""} | sent)


def file_of(desk):
    return f"/admin/snippets/forms/form/file/{desk.form.pk}/"


def other(desk, code):
    """The same browser at the form CODE."""
    found = Desk.__new__(Desk)
    found.browser, found.code = desk.browser, code
    return found


def upload(desk, text, seen=None):
    newest = desk.form.latest_revision_id or ""
    return desk.browser.post(file_of(desk), {"text": text, "seen": newest if seen is None else seen})


def test_new_form_is_a_draft_that_nobody_sees(publisher):
    answer = begin(publisher)
    form = Form.objects.get(code="tousu")
    assert answer.headers["Location"].endswith(f"/edit/{form.pk}/")
    assert (form.current, form.live) == (None, False)
    assert Client().get("/apply/tousu/").status_code == 404
    assert "tousu" not in {spec.form for spec in named("form").stored()}
    assert publisher.browser.get(answer.headers["Location"]).status_code == 200


def test_new_form_is_public_once_it_is_published(publisher):
    begin(publisher, code="wish")
    desk = other(publisher, "wish")
    desk.save("step_1", title_en="Your matter")
    desk.act("add", "step_1", type="text")
    assert desk.save("step_1/text_1", label_en="What").status_code == 302
    assert publisher.browser.get(desk.publishing).status_code == 200
    assert desk.publish().status_code == 302
    assert desk.form.current.number == 1
    assert Client().get("/apply/wish/").status_code == 200


def test_copy_has_the_questions_and_its_own_code(publisher):
    assert begin(publisher, code="second", copy_of="assistance").status_code == 302
    second, first = other(publisher, "second").draft(), publisher.draft()
    assert second["steps"] == first["steps"]
    assert (second["form"], second["title"]) == ("second", {"zh-hans": "投诉", "en": "Complaint"})
    assert publisher.form.current.number == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"code": "assistance"},
        {"code": "with blank"},
        {"code": "x" * 200},
        {"title_zh-hans": "", "title_en": ""},
        {"copy_of": "nothing"},
        {"title_zh-hans": "！！", "title_en": ""},
    ],
    ids=["taken", "blank", "long", "no title", "unknown copy", "no letters"],
)
def test_what_cannot_be_begun_is_refused_beside_its_input(publisher, sent):
    answer = begin(publisher, **sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert Form.objects.count() == 1


def test_downloaded_text_is_uploaded_without_a_change(publisher):
    answer = publisher.browser.get(file_of(publisher), {"download": "yes"})
    assert "assistance.yaml" in answer.headers["Content-Disposition"]
    before = publisher.draft()
    assert upload(publisher, answer.content.decode()).status_code == 302
    assert publisher.draft() == before


def test_uploaded_text_is_the_draft_and_not_public(publisher):
    text = publisher.browser.get(file_of(publisher), {"download": "yes"}).content.decode()
    assert "我们怎么帮您" not in text
    assert upload(publisher, text.replace("服务方式", "我们怎么帮您")).status_code == 302
    assert publisher.element("service/mode")["label"]["zh-hans"] == "我们怎么帮您"
    assert FormVersion.objects.filter(code="assistance").count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "form: assistance\ntitle: [",
        "form: other\ntitle: T",
        "- a list",
        "form: assistance\nunknown: 1",
        "&a [*a, *a]",
        "form: !!python/object:os.system x",
        "\x00",
    ],
)
def test_text_that_is_no_such_form_is_refused_with_its_place(publisher, text):
    before = publisher.draft()
    answer = upload(publisher, text)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert publisher.draft() == before


def test_text_from_an_older_draft_changes_nothing(publisher):
    text = publisher.browser.get(file_of(publisher), {"download": "yes"}).content.decode()
    publisher.save("service/mode", label_en="Which way?")
    seen = publisher.form.latest_revision_id
    publisher.save("service/mode", label_en="Which way now?")
    assert upload(publisher, text, seen=seen).status_code == 422
    assert publisher.element("service/mode")["label"]["en"] == "Which way now?"


def test_versions_say_what_changed_since(publisher):
    publisher.act("add", "service", type="text")
    publisher.save("service/text_1", label_en="Street")
    publisher.publish()
    page = publisher.browser.get(file_of(publisher))
    newest, first = page.context["versions"]
    assert (newest["number"], newest["current"], newest["changes"]) == (2, True, [])
    assert first["number"] == 1
    assert first["changes"]


def test_editor_of_one_district_begins_nothing(town):
    from tests.forms.builder.conftest import member  # noqa: PLC0415

    desk = Desk(member("district-editor", "forms.edit", organisation="east"))
    assert begin(desk).status_code == 302
    assert Form.objects.count() == 1


def test_versions_open_no_draft(publisher, monkeypatch):
    publisher.act("add", "service", type="text")
    publisher.save("service/text_1", label_en="Street")
    publisher.publish()
    Draft.objects.create(key="1" * 64, form_version=FormVersion.objects.order_by("pk").first())
    monkeypatch.setattr(Draft, "read", lambda draft: pytest.fail("a draft was opened"))
    assert publisher.browser.get(file_of(publisher)).context["versions"][1]["changes"]


@pytest.mark.parametrize("seen", ["9" * 30, "9" * 5000, "-1", "²"])
def test_forged_revision_changes_nothing(publisher, seen):
    publisher.save("service/mode", label_en="Which way?")
    text = publisher.browser.get(file_of(publisher), {"download": "yes"}).content.decode()
    assert upload(publisher, text, seen=seen).status_code == 422
