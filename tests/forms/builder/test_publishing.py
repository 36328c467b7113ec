"""The page before publishing: consequences in words, at once or at a time, and a plan taken back."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms.models import Draft, Form, FormVersion
from portal.kit import clock
from portal.kit.sealed import Sealed
from tests.forms.builder.test_editing import LABEL


def test_page_says_what_citizens_staff_and_drafts_notice(publisher):
    version = publisher.form.current
    draft = Draft.objects.create(key="1" * 64, form_version=version)
    draft.answers = Sealed.of('{"mode": "agency"}')
    draft.save()
    Draft.objects.create(key="2" * 64, form_version=version)
    publisher.act("add", "service", type="text")
    assert publisher.save("service/text_1", **{"label_zh-hans": "街道"}).status_code == 302
    answer = publisher.browser.get(publisher.publishing)
    assert answer.status_code == 200
    citizens, staff, drafts = answer.context["groups"]
    assert citizens.sentences
    assert staff.sentences
    assert len(drafts.sentences) >= 2
    assert FormVersion.objects.filter(code="assistance").count() == 1, "looking publishes nothing"


def test_nothing_new_leads_back_to_the_builder(publisher):
    publisher.publish()
    assert publisher.browser.get(publisher.publishing).headers["Location"] == publisher.address
    assert publisher.publish().headers["Location"] == publisher.address


@pytest.fixture(autouse=True)
def draft(publisher):
    """A draft that says something new."""
    assert publisher.save("service/mode", **LABEL).status_code == 302


def at(days):
    return clock.local(clock.now() + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_plan_takes_effect_at_its_time(publisher, monkeypatch):
    assert publisher.publish(when="later", at=at(20)).status_code == 302
    form = publisher.form
    assert (form.current.number, form.has_unpublished_changes) == (1, True)
    assert publisher.open().context["planned"]
    call_command("publish_scheduled")
    assert publisher.form.current.number == 1
    later = clock.now() + dt.timedelta(days=21)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    call_command("publish_scheduled")
    form = Form.objects.select_related("current").get(code="assistance")
    assert (form.current.number, form.has_unpublished_changes) == (2, False)
    assert form.current.read().step("service").named()["mode"].label["en"] == "In which way?"


def test_plan_is_taken_back(publisher):
    publisher.publish(when="later", at=at(20))
    assert publisher.publish(do="cancel").status_code == 302
    assert not publisher.form.planned_revisions().exists()
    assert publisher.form.has_unpublished_changes


@pytest.mark.parametrize("moment", ["", "yesterday", -1, 800, "2026-13-45T99:99"])
def test_time_that_cannot_be_planned_is_refused(publisher, moment):
    answer = publisher.publish(when="later", at=at(moment) if isinstance(moment, int) else moment)
    assert answer.status_code == 422
    assert answer.context["moment"].errors["at"]
    assert not publisher.form.planned_revisions().exists()


def test_publishing_now_gives_a_plan_up(publisher):
    publisher.publish(when="later", at=at(20))
    publisher.publish()
    assert publisher.form.current.number == 2
    assert not publisher.form.planned_revisions().exists()


def test_broken_draft_shows_its_mistakes_and_no_button(publisher):
    publisher.act("add", "")
    page = publisher.browser.get(publisher.publishing)
    assert any("D339" in one for one in page.context["complaints"])
    assert b'value="publish"' not in page.content


def test_more_drafts_cost_no_query_more(publisher, django_assert_num_queries):
    def begun(number):
        version = publisher.form.current
        rows = [Draft(key=f"{one:064}", form_version=version) for one in range(number)]
        for row in rows:
            row.answers = Sealed.of('{"mode": "agency", "name": "王秀英"}')
        Draft.objects.bulk_create(rows)

    publisher.browser.get(publisher.publishing)
    with CaptureQueriesContext(connection) as queries:
        publisher.browser.get(publisher.publishing)
    begun(200)
    with django_assert_num_queries(len(queries)):
        answer = publisher.browser.get(publisher.publishing)
    assert "200" in answer.context["groups"][2].sentences[0]
