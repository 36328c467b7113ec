"""Moves and notes through their pages: entered, refused, overtaken."""

import pytest
from django.urls import reverse

from cases.access import actor_of
from cases.actions import move

REASON = "这个事项不在帮办代办的范围之内。"
ADVICE = "请到市公安局户籍窗口直接办理。"


def _address(case, code):
    return reverse("desk_move", args=[case.number, code])


def _state(case):
    case.refresh_from_db()
    return case.state


def test_accepting_returns_to_the_case(as_user, agent, case):
    answer = as_user(agent).post(_address(case, "accept"), {"version": 1, "message": ""})
    assert (answer.status_code, answer.url) == (302, reverse("desk_case", args=[case.number]))
    assert _state(case) == "accepted"


def test_success_says_what_the_citizen_reads(as_user, agent, case):
    answer = as_user(agent).post(_address(case, "accept"), {"version": 1}, follow=True)
    assert "正在办理" in answer.content.decode()


@pytest.mark.article("19.1")
def test_refusal_without_advice_is_sent_back(as_user, supervisor, case):
    answer = as_user(supervisor).post(_address(case, "refuse"), {"version": 1, "reason": REASON, "advice": ""})
    assert _state(case) == "submitted"
    assert "desk-error" in answer.content.decode()


def test_what_was_typed_is_kept_beside_an_error(as_user, supervisor, case):
    answer = as_user(supervisor).post(_address(case, "refuse"), {"version": 1, "reason": REASON, "advice": "短"})
    assert REASON in answer.content.decode()


@pytest.mark.article("19.1")
def test_refusal_with_reason_and_advice_closes_the_case(as_user, supervisor, case):
    as_user(supervisor).post(_address(case, "refuse"), {"version": 1, "reason": REASON, "advice": ADVICE})
    assert _state(case) == "refused"


def test_stale_page_does_nothing(as_user, agent, supervisor, case):
    move(case=case, move="accept", by=actor_of(agent), version=1, answers={})
    answer = as_user(supervisor).post(_address(case, "refuse"), {"version": 1, "reason": REASON, "advice": ADVICE})
    assert (answer.status_code, _state(case)) == (409, "accepted")


def test_stale_page_says_who_was_faster_and_keeps_the_text(as_user, agent, supervisor, case):
    move(case=case, move="accept", by=actor_of(agent), version=1, answers={})
    answer = as_user(supervisor).post(_address(case, "refuse"), {"version": 1, "reason": REASON, "advice": ADVICE})
    text = answer.content.decode()
    assert str(agent) in text
    assert REASON in text


def test_second_try_after_a_conflict_carries_the_fresh_version(as_user, agent, supervisor, case):
    type(case).objects.filter(pk=case.pk).update(version=7)
    answer = as_user(agent).post(_address(case, "accept"), {"version": 1, "message": "请带身份证"})
    assert 'name="version" value="7"' in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_damaged_version_does_nothing(as_user, agent, case, version):
    assert as_user(agent).post(_address(case, "accept"), {"version": version}).status_code == 200
    assert _state(case) == "submitted"


def test_unknown_move_is_not_found(as_user, agent, case):
    assert as_user(agent).get(_address(case, "nonsense")).status_code == 404


def test_move_that_is_over_offers_no_form(as_user, agent, case):
    move(case=case, move="accept", by=actor_of(agent), version=1, answers={})
    assert 'name="version"' not in as_user(agent).get(_address(case, "accept")).content.decode()


def test_column_names_in_a_post_change_nothing(as_user, agent, case):
    hostile = {
        "version": 1,
        "state": "done",
        "closed_at": "2026-01-01",
        "organisation": 1,
        "responsible": 1,
        "mode": "x",
    }
    as_user(agent).post(_address(case, "accept"), hostile)
    assert (_state(case), case.closed_at, case.mode) == ("accepted", None, "agency")


@pytest.mark.article("22.1")
@pytest.mark.parametrize(("reader", "notes"), [("public", ("周五见", "")), ("internal", ("", "周五见"))])
def test_note_reaches_whom_it_is_for(as_user, agent, case, reader, notes):
    as_user(agent).post(reverse("desk_note", args=[case.number]), {"text": "周五见", "reader": reader})
    entry = case.entries.first()
    assert (entry.public_note, entry.internal_note) == notes


def test_note_without_reader_is_not_written(as_user, agent, case):
    as_user(agent).post(reverse("desk_note", args=[case.number]), {"text": "周五见"})
    assert case.entries.count() == 1
