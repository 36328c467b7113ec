"""Every state, move and role of the shipped workflow, against a table that a person can read."""

import itertools

import pytest

from cases.workflow.actor import THE_APPLICANT, THE_SYSTEM, Actor, HeldPost
from cases.workflow.engine import Situation, clock_events, decide, failed_trials, mistakes, moves_from
from tests import shipped

DESK = {"agent", "specialist", "supervisor"}
ROLES = [*sorted(DESK), "editor", "liaison", "leader", "applicant"]
# Who may make which move, by state. What is not in the table, nobody may.
TABLE = {
    ("submitted", "accept"): DESK,
    ("submitted", "refuse"): {"supervisor"},
    ("submitted", "withdraw"): DESK | {"applicant"},
    ("accepted", "complete"): DESK,
    ("accepted", "withdraw"): DESK | {"applicant"},
}
pytestmark = pytest.mark.usefixtures("chinese")
SPEC = shipped.workflow("assistance")


@pytest.mark.article("6")
@pytest.mark.article("28")
@pytest.mark.parametrize(("state", "move", "role"), [*itertools.product(SPEC.states, SPEC.moves, ROLES)])
def test_move_is_allowed_as_the_table_says(state: str, move: str, role: str) -> None:
    decision = decide(SPEC, Situation(state, ["small", "east"]), _actor(role))[move]
    assert decision.allowed is (role in TABLE.get((state, move), set()))


def _actor(role: str, organisation: str = "east") -> Actor:
    return THE_APPLICANT if role == "applicant" else Actor("user", (HeldPost(role, organisation),))


@pytest.mark.article("3")
@pytest.mark.parametrize(("organisation", "allowed"), [("east", True), ("small", True), ("west", False)])
def test_role_reaches_its_organisation_and_those_below(organisation: str, allowed: bool) -> None:
    situation = Situation("submitted", ["small", "east"])
    assert decide(SPEC, situation, _actor("agent", organisation))["accept"].allowed is allowed


def test_system_holds_no_role() -> None:
    decisions = decide(SPEC, Situation("submitted", ["small", "east"]), THE_SYSTEM)
    assert not [code for code, one in decisions.items() if one.allowed]


def test_decision_names_every_reason_and_what_would_do() -> None:
    reasons = decide(SPEC, Situation("accepted", ["east"]), _actor("agent"))["refuse"].reasons
    assert [(one.kind, one.names) for one in reasons] == [("state", ("submitted",)), ("role", ("supervisor",))]


def test_decision_names_the_role_that_may() -> None:
    actor = Actor("user", (HeldPost("agent", "east"), HeldPost("supervisor", "small")))
    assert decide(SPEC, Situation("submitted", ["small", "east"]), actor)["refuse"].role == "supervisor"


@pytest.mark.parametrize("code", ["assistance", "appointment"])
def test_shipped_workflow_has_no_mistake(code: str) -> None:
    assert list(mistakes(shipped.workflow(code))) == []


@pytest.mark.parametrize("code", ["assistance", "appointment"])
def test_examples_of_the_shipped_workflow_hold(code: str) -> None:
    assert list(failed_trials(shipped.workflow(code))) == []


def test_nothing_leaves_an_end() -> None:
    assert [code for code, state in SPEC.states.items() if state.end and moves_from(SPEC, code)] == []


def test_acceptance_stops_one_clock_and_starts_the_other() -> None:
    done = clock_events(SPEC, "accepted", "submitted")
    assert (done.stop, done.start) == (("decide",), ("promise",))


def _spoilt(**changes: object) -> list[str]:
    plain = SPEC.model_dump(by_alias=True) | changes
    return [code for _where, code, _message, _remedy in mistakes(type(SPEC).model_validate(plain))]


def _states(**changes: dict[str, object]) -> dict[str, object]:
    states = SPEC.model_dump(by_alias=True)["states"]
    return states | {
        code: states.get(code, {"staff": "甲", "public": "乙"}) | change for code, change in changes.items()
    }


def test_state_that_nothing_reaches_is_named() -> None:
    assert "D343" in _spoilt(states=_states(lost={"end": True}))


def test_state_without_a_way_to_an_end_is_named() -> None:
    moves = SPEC.model_dump(by_alias=True)["moves"]
    assert "D344" in _spoilt(moves={"accept": moves["accept"]}, clocks={})


def test_second_start_is_named() -> None:
    assert _spoilt(states=_states(accepted={"start": True})) == ["D341"]


def test_clock_that_never_stops_is_named() -> None:
    clocks = SPEC.model_dump(by_alias=True)["clocks"]
    assert "D346" in _spoilt(clocks={"promise": clocks["promise"] | {"stops": ["submitted"]}})


def test_move_that_nobody_may_make_is_named() -> None:
    moves = SPEC.model_dump(by_alias=True)["moves"]
    assert "D347" in _spoilt(moves=moves | {"complete": moves["complete"] | {"who": []}})
