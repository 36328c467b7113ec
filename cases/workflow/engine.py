"""Decisions on moves and clock events: pure functions of a WorkflowSpec; runs without Django.

The page of a case, the tracking page, the action and the tests ask the same `decide`.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cases.workflow.actor import Actor
from cases.workflow.registry import EFFECTS, GUARDS
from cases.workflow.spec import ClockSpec, Move, WorkflowSpec

Mistake = tuple[tuple[str | int, ...], str, str, str]
"""Place, code, sentence and remedy."""


@dataclass(frozen=True)
class Situation:
    """A case as it stands.

    ``organisations`` are the codes of its organisation and of those above it. ``facts`` are what the guards of each
    move that leaves ``state`` have loaded, by move, in the order of its ``requires``.
    """

    state: str
    organisations: Collection[str]
    facts: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """Reason why a move cannot be made.

    ``state``: not from here, ``names`` are the states from which it can. ``role``: not by this actor, ``names`` are
    the roles that may, ``applicant`` among them. ``guard``: something does not hold, ``sentence`` says what.
    """

    kind: Literal["state", "role", "guard"]
    names: tuple[str, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class Decision:
    """Whether an actor can make a move now, and all reasons against it; ``role`` is the one in which they would act."""

    move: str
    role: str
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons

    def against(self, kind: Literal["state", "role", "guard"]) -> tuple[Reason, ...]:
        """Return the reasons of KIND."""
        return tuple(reason for reason in self.reasons if reason.kind == kind)


def decide(spec: WorkflowSpec, situation: Situation, actor: Actor) -> dict[str, Decision]:
    """Return the decision on every move of SPEC by its code, in the order of SPEC.

    Guards are asked for the moves that leave the state of SITUATION; KeyError when their facts were not loaded.
    """
    roles = actor.roles_over(situation.organisations)
    return {code: _decision(code, move, situation, actor, roles) for code, move in spec.moves.items()}


def _decision(code: str, move: Move, situation: Situation, actor: Actor, roles: Collection[str]) -> Decision:
    reasons = [*_fixed_reasons(move, situation.state, roles)]
    if move.requires and situation.state in move.from_:
        reasons += _guard_reasons(move, situation.facts[code], actor)
    return Decision(code, next((role for role in roles if role in move.actors), ""), tuple(reasons))


def _fixed_reasons(move: Move, state: str, roles: Collection[str]) -> Iterator[Reason]:
    """Yield the reasons that follow from the definition alone."""
    if state not in move.from_:
        yield Reason("state", tuple(move.from_))
    if not set(move.actors) & set(roles):
        yield Reason("role", move.actors)


def _guard_reasons(move: Move, facts: Sequence[Any], actor: Actor) -> Iterator[Reason]:
    for use, known in zip(move.requires, facts, strict=True):
        guard, parameters = GUARDS.read(use)
        if sentence := guard.reason_against(parameters, known, actor):
            yield Reason("guard", sentence=sentence)


def moves_from(spec: WorkflowSpec, state: str) -> dict[str, Move]:
    """Return the moves that leave STATE, by code."""
    return {code: move for code, move in spec.moves.items() if state in move.from_}


def ahead(spec: WorkflowSpec, state: str) -> set[str]:
    """Return the states that can still be reached from STATE, itself included."""
    found, queue = {state}, deque([state])
    while queue:
        for move in moves_from(spec, queue.popleft()).values():
            if move.to not in found:
                found.add(move.to)
                queue.append(move.to)
    return found


@dataclass(frozen=True)
class ClockEvents:
    """Changes to clocks when a state is entered, by their codes."""

    start: tuple[str, ...] = ()
    pause: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()


def clock_events(spec: WorkflowSpec, entering: str, leaving: str | None = None) -> ClockEvents:
    """Return what happens to the clocks of SPEC when a case goes from LEAVING (None at its start) to ENTERING."""

    def named(event: str) -> tuple[str, ...]:
        return tuple(code for code, clock in spec.clocks.items() if _happens(clock, event, entering, leaving))

    return ClockEvents(named("start"), named("pause"), named("resume"), named("stop"))


def _happens(clock: ClockSpec, event: str, entering: str, leaving: str | None) -> bool:
    paused_before = leaving in clock.pauses
    return {
        "start": clock.starts == entering and not paused_before,
        "pause": entering in clock.pauses and not paused_before,
        "resume": paused_before and entering not in clock.pauses,
        "stop": entering in clock.stops,
    }[event]


def mistakes(spec: WorkflowSpec) -> Iterator[Mistake]:
    """Yield the mistakes of SPEC: unknown names, dead ends, states out of reach, clocks that never stop."""
    yield from _unknown_states(spec)
    yield from _wrong_uses(spec)
    starts = [code for code, state in spec.states.items() if state.start]
    if len(starts) != 1:
        yield ("states",), "D341", f"{len(starts)} states say 'start: true'", "exactly one state is the start"
        return
    reached = ahead(spec, starts[0])
    ends = {code for code, state in spec.states.items() if state.end}
    for code, state in spec.states.items():
        if code not in reached:
            yield ("states", code), "D343", f"no move leads to '{code}'", "add a move to it, or remove the state"
        elif not state.end and not ahead(spec, code) & ends:
            yield ("states", code), "D344", f"from '{code}' no end can be reached", "add a move that leads on"
        elif state.end and moves_from(spec, code):
            yield ("states", code), "D345", f"'{code}' is an end, yet a move leaves it", "remove 'end' or the move"
    for code, clock in spec.clocks.items():
        if not set(clock.stops) & ahead(spec, clock.starts):
            where = ("clocks", code, "stops")
            yield where, "D346", f"the clock '{code}' can never stop", "name a state that is reached"


def _unknown_states(spec: WorkflowSpec) -> Iterator[Mistake]:
    known = ", ".join(spec.states)
    for code, move in spec.moves.items():
        for state in [*move.from_, move.to]:
            if state not in spec.states:
                yield ("moves", code), "D342", f"unknown state '{state}'", f"one of: {known}"
        if not move.actors:
            yield ("moves", code), "D347", f"nobody may make the move '{code}'", "who: [role], or by_applicant: true"
    for code, clock in spec.clocks.items():
        for state in [clock.starts, *clock.pauses, *clock.stops]:
            if state not in spec.states:
                yield ("clocks", code), "D342", f"unknown state '{state}'", f"one of: {known}"


def _wrong_uses(spec: WorkflowSpec) -> Iterator[Mistake]:
    for code, move in spec.moves.items():
        for key, uses, registry in (("requires", move.requires, GUARDS), ("does", move.does, EFFECTS)):
            for number, use in enumerate(uses):
                if found := registry.mistake(use, spec):
                    yield ("moves", code, key, number), *found


def failed_trials(spec: WorkflowSpec) -> Iterator[tuple[int, str]]:
    """Yield number and sentence of every test in SPEC that does not hold; without a case, guards count as met."""
    for number, trial in enumerate(spec.tests):
        move = spec.moves.get(trial.move)
        allowed = move is not None and not [*_fixed_reasons(move, trial.state, [trial.as_])]
        if allowed != (trial.expect == "allowed"):
            said = f"{trial.move} in {trial.state} as {trial.as_} is {'' if allowed else 'not '}allowed"
            yield number, f"'{trial.case}': {said}"
