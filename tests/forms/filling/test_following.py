"""Somebody comes back to a form that was published anew meanwhile: told what is new, and nothing is lost."""

import datetime as dt

import pytest

from cases.models import Case
from configuration.kinds import named
from forms.models import Draft, Form
from portal.kit import clock, published
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import CONTACT, DECLARED, PERSON, WISH, begin, filled, send, shown, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
CHECK = "/apply/assistance/check/"
APPLICANT, REQUEST = "/apply/assistance/applicant/", "/apply/assistance/request/"


def publish(change, **more):
    """Publish the shipped form with CHANGE, a function of its plain data."""
    kind = named("form")
    data = kind.plain(Form.objects.get(code="assistance").current.read())
    change(data)
    kind.save(kind.schema.model_validate(data | more))
    published.forget()


def add_question(data):
    line = {"street": {"type": "text", "label": {"zh-hans": "街道", "en": "Street"}}}
    data["steps"][1]["fields"].append(line)


def drop_name(data):
    data["steps"][1]["fields"] = [line for line in data["steps"][1]["fields"] if "name" not in line]


def stored():
    return Draft.objects.get().form_version.number


def test_new_question_is_told_and_leads_back_to_its_step(client):
    filled(client)
    publish(add_question)
    answer = client.get(CHECK)
    assert answer.headers["Location"].startswith(APPLICANT)
    page = sound(client.get(APPLICANT))
    assert "街道" in page
    assert 'value="王秀英"' in page, "what was typed is kept"
    assert client.get(APPLICANT).context["changes"].fresh == [{"zh-hans": "街道", "en": "Street"}]
    assert stored() == 1, "reading stores nothing"
    client.post(APPLICANT, CONTACT | {"street": "中韩街道"})
    assert stored() == 2
    assert client.get(CHECK).context["changes"].fresh, "still told on the page to check"
    assert send(client).status_code == 302
    case = Case.objects.get()
    assert case.form_version.number == 2
    rows = {row["key"]: row for section in case.dossier for row in section["rows"]}
    assert rows["street"]["value"] == "中韩街道"


def test_application_without_the_new_answer_is_not_sent(client):
    filled(client)
    assert client.get(CHECK).status_code == 200
    publish(add_question)
    answer = client.post(CHECK, DECLARED | {"shown": shown()})
    assert answer.headers["Location"].startswith(APPLICANT)
    assert not Case.objects.exists()


def test_answer_that_is_not_asked_any_more_is_named_and_not_sent(client):
    filled(client)
    publish(drop_name)
    page = client.get(CHECK)
    assert [str(label) for label in page.context["changes"].gone] == ["姓名"]
    assert "王秀英" not in sound(page)


def test_option_that_is_gone_is_answered_again(client):
    filled(client)

    def change(data):
        for line in data["steps"][2]["fields"]:
            if "visit" in line:
                line["visit"]["options"].pop("window")

    publish(change)
    assert client.get(CHECK).headers["Location"].startswith(REQUEST)
    assert [str(label) for label in client.get(REQUEST).context["changes"].again] == ["怎样帮您最方便"]
    client.post(REQUEST, WISH | {"visit": "home"})
    assert client.get(CHECK).context["changes"] is None, "answered by now"


def test_step_that_is_gone_leads_to_where_the_draft_goes_on(client):
    begin(client)
    client.post("/apply/assistance/service/", PERSON)

    def change(data):
        for step in data["steps"]:
            step["step"] = {"applicant": "person"}.get(step["step"], step["step"])
        add_question(data)

    publish(change)
    answer = client.post(APPLICANT, CONTACT)
    assert answer.headers["Location"].startswith("/apply/assistance/person/")
    assert client.get("/apply/assistance/nonsense/").status_code == 302


def test_version_that_lets_drafts_finish_leaves_them_alone_until_its_day(client, monkeypatch):
    filled(client)
    until = clock.today() + dt.timedelta(days=2)
    publish(add_question, drafts={"finish_unchanged_until": until.isoformat()})
    assert client.get(CHECK).status_code == 200
    monkeypatch.setattr(clock, "today", lambda: until + dt.timedelta(days=1))
    assert client.get(CHECK).headers["Location"].startswith(APPLICANT)


def test_draft_that_finishes_on_its_version_is_sent_with_it(client):
    filled(client)
    until = clock.today() + dt.timedelta(days=2)
    publish(add_question, drafts={"finish_unchanged_until": until.isoformat()})
    assert send(client).status_code == 302
    assert Case.objects.get().form_version.number == 1


def test_two_versions_in_between_are_both_told(client):
    filled(client)
    publish(add_question)
    client.post(APPLICANT, CONTACT | {"street": "中韩街道"})
    publish(drop_name)
    changes = client.get(CHECK).context["changes"]
    assert ([str(one) for one in changes.fresh], [str(one) for one in changes.gone]) == (["街道"], ["姓名"])
