"""Guards of moves: the same answer for the decision and for the action, with a sentence."""

import pytest
from django.utils import translation

from cases.access import CasePolicy, actor_of
from cases.actions import NotAllowed, move, submit
from cases.actions.guards.not_before import Wait
from cases.workflow.actor import THE_SYSTEM
from cases.workflow.engine import mistakes
from cases.workflow.registry import GUARDS
from cases.workflow.spec import Use
from tests import shipped
from tests.factories.draft import DraftFactory
from tests.factories.post import PostFactory
from tests.moments import local

RESULT = {"result": "已经办好了"}
MISTAKEN = {
    "unknown guard": ({"requires": ["mandate_sealed"]}, "D353"),
    "unknown effect": ({"does": ["free_seats"]}, "D353"),
    "unknown parameter": ({"requires": [{"another_person": {"then": "accept"}}]}, "D354"),
    "parameter left out": ({"requires": ["another_person"]}, "D354"),
    "parameter of the wrong type": ({"requires": [{"another_person": {"than": 3}}]}, "D354"),
    "parameter that is not asked": ({"does": [{"free_seat": {"all": True}}]}, "D354"),
    "unknown move": ({"requires": [{"another_person": {"than": "accpt"}}]}, "D354"),
    "unknown moment": ({"requires": [{"not_before": {"moment": "appointment.start"}}]}, "D354"),
}


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("changes", MISTAKEN)
def test_wrong_name_or_parameter_is_named_in_its_place(changes):
    written, code = MISTAKEN[changes]
    key = next(iter(written))
    found = [*mistakes(shipped.workflow_with("assistance", {"complete": written}))]
    assert [(where, one) for where, one, _message, _remedy in found] == [(("moves", "complete", key, 0), code)]


@pytest.mark.parametrize("written", [["a", "b"], {"a": {}, "b": {}}, {"a": 3}, 7])
def test_what_is_no_name_with_parameters_is_refused(written):
    with pytest.raises(ValueError, match="one name with its parameters"):
        Use.read(written)


@pytest.mark.parametrize("written", ["free_seat", {"another_person": {"than": "accept"}}])
def test_use_is_written_as_it_was_read(written):
    assert Use.read(written).plain() == written


@pytest.fixture
def case(town):
    guarded = shipped.workflow_with("assistance", {"complete": {"requires": [{"another_person": {"than": "accept"}}]}})
    shipped.KINDS[0].save(guarded)
    return submit(draft=DraftFactory(item__department=town.organisation), declared=["privacy", "truth"])


@pytest.fixture
def clerks(town):
    return [actor_of(PostFactory(organisation=town.organisation).user) for _ in range(2)]


@pytest.mark.article("28")
def test_who_accepted_does_not_complete(case, clerks):
    accepted = move(case=case, move="accept", by=clerks[0], version=1, answers={})
    with pytest.raises(NotAllowed, match="别人"):
        move(case=accepted, move="complete", by=clerks[0], version=2, answers=RESULT)


def test_somebody_else_completes(case, clerks):
    accepted = move(case=case, move="accept", by=clerks[0], version=1, answers={})
    assert move(case=accepted, move="complete", by=clerks[1], version=2, answers=RESULT).state == "done"


def test_decision_says_what_the_action_says(case, clerks):
    accepted = move(case=case, move="accept", by=clerks[0], version=1, answers={})
    (reason,) = CasePolicy(clerks[0]).decisions(accepted)["complete"].reasons
    with pytest.raises(NotAllowed) as refused:
        move(case=accepted, move="complete", by=clerks[0], version=2, answers=RESULT)
    assert str(refused.value) == reason.sentence


@pytest.mark.parametrize(("ahead", "allowed"), [(True, False), (False, True)])
def test_move_waits_for_its_moment(ahead, allowed):
    guard, parameters = GUARDS.read(Use("not_before", {"moment": "appointment.starts_at"}))
    wait = Wait(local("2026-11-26 09:30"), ahead)
    with translation.override("en"):
        sentence = guard.reason_against(parameters, wait, THE_SYSTEM)
    assert (sentence == "") is allowed
    assert allowed or "9:30" in sentence


def test_case_without_the_moment_does_not_wait(case):
    guard, parameters = GUARDS.read(Use("not_before", {"moment": "appointment.starts_at"}))
    assert guard.reason_against(parameters, guard.load(case, parameters), THE_SYSTEM) == ""
