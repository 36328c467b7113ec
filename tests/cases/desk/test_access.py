"""Access to the desk: staff who work cases, and cases of their organisations; all others cannot tell what exists."""

import datetime as dt

import pytest
from django.urls import reverse

pytestmark = pytest.mark.article("3.1")


def _addresses(number):
    return [
        reverse("desk"),
        reverse("desk_case", args=[number]),
        reverse("desk_move", args=[number, "accept"]),
        reverse("desk_note", args=[number]),
    ]


@pytest.fixture
def answers(as_user, case):
    """Return the status codes of every address of the desk for somebody, GET and POST."""

    def ask(user, number=case.number, addresses=None):
        client = as_user(user)
        found = []
        for address in addresses or _addresses(number):
            found += [client.get(address).status_code, client.post(address, {"version": 1, "text": "x"}).status_code]
        return found

    return ask


def test_stranger_is_sent_to_the_sign_in_page(answers):
    assert set(answers(None)) == {302}


def test_citizen_account_without_post_is_turned_away(answers, citizen):
    assert set(answers(citizen)) == {302}


def test_editor_who_does_not_work_cases_finds_nothing(answers, editor):
    assert set(answers(editor)) - {405} == {404}


def test_agent_opens_the_own_case(as_user, agent, case):
    statuses = [as_user(agent).get(address).status_code for address in _addresses(case.number)[:3]]
    assert statuses == [200, 200, 200]


def test_agent_of_a_sibling_finds_no_foreign_case(answers, neighbour, case):
    assert set(answers(neighbour, addresses=_addresses(case.number)[1:])) - {405} == {404}


def test_sibling_sees_nothing_of_it_in_the_queue(as_user, neighbour, case):
    assert case.number not in as_user(neighbour).get(reverse("desk"), {"tab": "all"}).content.decode()


def test_sibling_cannot_move_it(as_user, neighbour, case):
    as_user(neighbour).post(reverse("desk_move", args=[case.number, "accept"]), {"version": case.version})
    case.refresh_from_db()
    assert case.state == "submitted"


def test_unknown_number_answers_as_a_foreign_one(as_user, neighbour, case):
    client = as_user(neighbour)
    foreign = client.get(reverse("desk_case", args=[case.number]))
    unknown = client.get(reverse("desk_case", args=["BD-0000-0000-0000-0"]))
    assert (foreign.status_code, foreign.content) == (unknown.status_code, unknown.content)


def test_whoever_left_the_post_is_outside_at_once(as_user, agent, case):
    agent.posts.update(ends=dt.date(2026, 11, 23))
    assert as_user(agent).get(reverse("desk_case", args=[case.number])).status_code == 302


def test_agent_cannot_open_a_move_of_the_supervisor(as_user, agent, case):
    assert as_user(agent).get(reverse("desk_move", args=[case.number, "refuse"])).status_code == 404


def test_get_changes_nothing(as_user, agent, case):
    for address in _addresses(case.number):
        as_user(agent).get(address)
    case.refresh_from_db()
    assert (case.state, case.version, case.entries.count()) == ("submitted", 1, 1)
