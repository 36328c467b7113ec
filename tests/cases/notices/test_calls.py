"""The list of those to be rung up: in scope, counted, done once, with a line in the journal."""

import pytest
from django.urls import reverse

from cases.access import CasePolicy, actor_of
from cases.actions import CaseError, move
from cases.models import RingTask
from cases.notices.calls import finish_call
from cases.workflow.actor import THE_APPLICANT

pytestmark = pytest.mark.usefixtures("notices")
CALLS = "/admin/cases/calls/"


@pytest.fixture
def call(apply, agent):
    case = apply(phone="0532-88001234")
    move(case=case, move="accept", by=actor_of(agent), version=case.version, answers={})
    return RingTask.objects.get()


def page(client, address, **data):
    response = client.post(address, data) if data else client.get(address)
    return response.status_code, response.content.decode()


def test_list_shows_masked_people_of_the_own_organisations(call, as_user, agent):
    status, text = page(as_user(agent), CALLS)
    assert status == 200
    assert call.case.number in text
    assert "欧阳示例" not in text
    assert "88001234" not in text


def test_menu_counts_the_calls(call, as_user, agent):
    text = page(as_user(agent), reverse("desk"))[1]
    assert "data-waiting" in text or '"data-waiting": "1"' in text


def test_neighbour_sees_none_and_opens_none(call, as_user, neighbour):
    client = as_user(neighbour)
    assert call.case.number not in page(client, CALLS)[1]
    address = reverse("desk_call", args=[call.pk])
    assert page(client, address)[0] == 404
    assert page(client, address, note="done")[0] == 404
    assert RingTask.objects.get().done_at is None


def test_number_is_shown_on_demand_and_the_journal_keeps_who_saw_it(call, as_user, agent):
    client, address = as_user(agent), reverse("desk_call", args=[call.pk])
    assert "8800 1234" not in page(client, address)[1]
    before = call.case.entries.count()
    assert "8800 1234" in page(client, address, show="yes")[1]
    entry = call.case.entries.first()
    assert (call.case.entries.count(), entry.by, entry.public_note) == (before + 1, agent.get_username(), "")


def test_call_says_what_to_tell(call, as_user, agent):
    text = page(as_user(agent), reverse("desk_call", args=[call.pk]))[1]
    assert "正在办理" in text


def test_done_needs_a_note_and_leaves_the_list(call, as_user, agent):
    client, address = as_user(agent), reverse("desk_call", args=[call.pk])
    assert page(client, address, note=" ")[0] == 200
    assert page(client, address, note="她周五来")[0] == 302
    done = RingTask.objects.get()
    assert (done.done_by, done.done_at is None) == (agent, False)
    entry = call.case.entries.first()
    assert "她周五来" in entry.internal_note
    assert entry.public_note == ""
    assert page(client, address)[0] == 404


def test_second_of_two_colleagues_is_told(call, agent):
    policy = CasePolicy.of(agent)
    finish_call(call=call, policy=policy, note="one")
    before = call.case.entries.count()
    with pytest.raises(CaseError):
        finish_call(call=call, policy=policy, note="two")
    assert call.case.entries.count() == before


def test_note_of_a_call_calls_nobody(call, agent):
    finish_call(call=call, policy=CasePolicy.of(agent), note="one")
    assert RingTask.objects.count() == 1


def test_call_about_a_state_that_is_over_is_none_any_more(call, as_user, agent):
    case = call.case
    case.refresh_from_db()
    move(case=case, move="withdraw", by=THE_APPLICANT, version=case.version, answers={})
    assert case.number not in page(as_user(agent), CALLS)[1]
