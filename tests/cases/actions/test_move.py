"""From one state to the next: by whom, with what, and of two only one."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from cases.access import actor_of
from cases.actions import Conflict, Incomplete, NotAllowed, move, note, submit
from cases.models import Case
from cases.workflow.actor import THE_APPLICANT
from tests.factories.draft import DraftFactory
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory

LONG = "这里是一段足够长的说明文字。"


@pytest.fixture
def case(town):
    return submit(draft=DraftFactory(item__department=town.organisation), declared=["privacy", "truth"])


@pytest.fixture
def agent(town):
    return PostFactory(organisation=town.organisation).user


@pytest.fixture
def supervisor(town):
    return PostFactory(organisation=town.organisation, role__code="supervisor").user


def _accept(case, user, **answers):
    by = actor_of(user) if user else THE_APPLICANT
    return move(case=case, move="accept", by=by, version=case.version, answers=answers)


def test_agent_accepts(case, agent):
    assert _accept(case, agent).state == "accepted"


def test_first_clerk_becomes_responsible(case, agent):
    assert _accept(case, agent).responsible == agent


def test_move_is_in_the_journal(case, agent):
    _accept(case, agent)
    entry = case.entries.first()
    assert (entry.move, entry.from_state, entry.to_state, entry.by) == (
        "accept",
        "submitted",
        "accepted",
        agent.username,
    )


def test_journal_says_in_which_role_somebody_acted(case, agent, supervisor):
    note(case=case, by=actor_of(agent), text="周五见", public=True)
    move(case=case, move="refuse", by=actor_of(supervisor), version=1, answers={"reason": LONG, "advice": LONG})
    assert [*case.entries.values_list("role", flat=True)] == ["supervisor", "agent", "applicant"]


def test_role_in_the_journal_is_the_one_that_may_make_the_move(case, town):
    person = PostFactory(organisation=town.organisation).user
    PostFactory(organisation=town.organisation, role__code="supervisor", user=person)
    move(case=case, move="refuse", by=actor_of(person), version=1, answers={"reason": LONG, "advice": LONG})
    assert case.entries.first().role == "supervisor"


def test_citizen_reads_the_language_of_the_site_whatever_the_clerk_reads(case, agent):
    with translation.override("en"):
        _accept(case, agent, message="请带身份证")
    assert case.entries.first().public_note == "已受理。请带身份证"


def test_of_two_clerks_the_second_is_told(case, agent, supervisor):
    same = Case.objects.get(pk=case.pk)
    _accept(case, agent)
    with pytest.raises(Conflict):
        move(case=same, move="accept", by=actor_of(supervisor), version=same.version, answers={})


def test_loser_of_a_race_writes_nothing(case, agent, supervisor):
    same = Case.objects.get(pk=case.pk)
    _accept(case, agent)
    with pytest.raises(Conflict):
        move(case=same, move="withdraw", by=actor_of(supervisor), version=same.version, answers={})
    assert case.entries.count() == 2


@pytest.mark.article("28")
def test_front_line_cannot_refuse_alone(case, agent):
    with pytest.raises(NotAllowed):
        move(case=case, move="refuse", by=actor_of(agent), version=1, answers={"reason": LONG, "advice": LONG})


@pytest.mark.article("19")
@pytest.mark.parametrize("answers", [{}, {"reason": LONG}, {"reason": LONG, "advice": "短"}])
def test_refusal_without_reason_and_advice_is_impossible(case, supervisor, answers):
    with pytest.raises(Incomplete):
        move(case=case, move="refuse", by=actor_of(supervisor), version=1, answers=answers)


@pytest.mark.article("19")
def test_refusal_tells_reason_and_advice(case, supervisor):
    move(case=case, move="refuse", by=actor_of(supervisor), version=1, answers={"reason": LONG, "advice": LONG})
    assert case.entries.first().public_note.count(LONG) == 2


@pytest.mark.article("3")
def test_clerk_of_another_district_cannot_move(case):
    stranger = PostFactory(organisation=OrganisationFactory(code="west"), role__code="supervisor").user
    with pytest.raises(NotAllowed):
        _accept(case, stranger)


@pytest.mark.article("33")
def test_clerk_whose_post_ended_cannot_move(case, town):
    leaver = PostFactory(organisation=town.organisation, ends=dt.date(2026, 11, 23)).user
    with pytest.raises(NotAllowed):
        _accept(case, leaver)


@pytest.mark.article("6")
def test_applicant_withdraws(case):
    assert move(case=case, move="withdraw", by=THE_APPLICANT, version=1, answers={}).closed_at is not None


def test_applicant_cannot_accept(case):
    with pytest.raises(NotAllowed):
        _accept(case, None)


@pytest.mark.article("21")
def test_acceptance_starts_the_promised_days(case, agent):
    _accept(case, agent)
    states = {row.clock: (row.state, row.due_on) for row in case.clock_runs.all()}
    assert states["promise"] == ("running", dt.date(2026, 11, 27))


@pytest.mark.article("21")
def test_promised_days_are_those_of_the_item_that_decided_the_case(case, agent):
    case.items.add(ItemFactory(code="a-quicker-one", order=0, department=case.organisation, promised_days=1))
    type(case.item).objects.filter(pk=case.item_id).update(order=5)
    _accept(case, agent)
    assert case.clock_runs.get(clock="promise").due_on == dt.date(2026, 11, 27)


def test_acceptance_stops_the_decision(case, agent):
    _accept(case, agent)
    assert case.clock_runs.get(clock="decide").state == "stopped"


@pytest.mark.article("22")
def test_internal_note_is_not_public(case, agent):
    assert note(case=case, by=actor_of(agent), text="内部", public=False).public_note == ""


@pytest.mark.parametrize(
    "statement", ["UPDATE cases_journalentry SET public_note = 'x'", "DELETE FROM cases_journalentry"]
)
def test_journal_cannot_be_changed_in_the_database(case, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
