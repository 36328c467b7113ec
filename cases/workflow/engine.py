"""What may come next: pure answers over a WorkflowSpec; runs without Django."""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cases.workflow.spec import APPLICANT, ClockSpec, Move, WorkflowSpec


def moves_from(spec: WorkflowSpec, state: str) -> dict[str, Move]:
    """Return the moves that leave STATE, by code."""
    return {code: move for code, move in spec.moves.items() if state in move.from_}


def may(spec: WorkflowSpec, move: str, state: str, roles: Collection[str]) -> bool:
    """Return whether one of ROLES (codes; ``applicant`` for the citizen) may make MOVE in STATE."""
    found = moves_from(spec, state).get(move)
    if found is None:
        return False
    return bool(set(found.who) & set(roles)) or (found.by_applicant and APPLICANT in roles)


@dataclass(frozen=True)
class Refusal:
    """Why a move cannot be made now: ``state`` (not from here) or ``role`` (not by you); with the move's articles."""

    move: str
    because: str
    articles: tuple[str, ...] = ()


def refusals(spec: WorkflowSpec, state: str, roles: Collection[str]) -> list[Refusal]:
    """Return every move that ROLES cannot make in STATE, and why."""
    return [
        Refusal(code, "role" if state in move.from_ else "state", tuple(move.articles))
        for code, move in spec.moves.items()
        if not may(spec, code, state, roles)
    ]


@dataclass(frozen=True)
class ClockEvents:
    """What entering a state does to clocks, by their codes."""

    start: tuple[str, ...] = ()
    pause: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()


def ticks(spec: WorkflowSpec, entering: str, leaving: str | None = None) -> ClockEvents:
    """Return what happens to the clocks of SPEC when a case goes from LEAVING (None at its start) to ENTERING."""

    def named(test: str) -> tuple[str, ...]:
        return tuple(code for code, clock in spec.clocks.items() if _ticks(clock, test, entering, leaving))

    return ClockEvents(named("start"), named("pause"), named("resume"), named("stop"))


def _ticks(clock: ClockSpec, test: str, entering: str, leaving: str | None) -> bool:
    paused_before = leaving in clock.pauses
    return {
        "start": clock.starts == entering and not paused_before,
        "pause": entering in clock.pauses and not paused_before,
        "resume": paused_before and entering not in clock.pauses,
        "stop": entering in clock.stops,
    }[test]


def mistakes(spec: WorkflowSpec) -> Iterator[tuple[tuple[str | int, ...], str, str, str]]:
    """Yield place, code, sentence and remedy of each mistake: dead ends, unreachable states, clocks that never stop."""
    yield from _unknown(spec)
    starts = [code for code, state in spec.states.items() if state.start]
    if len(starts) != 1:
        yield ("states",), "D341", f"{len(starts)} states say 'start: true'", "exactly one state is the start"
        return
    reached = _reach(spec, starts[0])
    ends = {code for code, state in spec.states.items() if state.end}
    for code, state in spec.states.items():
        if code not in reached:
            yield ("states", code), "D343", f"no move leads to '{code}'", "add a move to it, or remove the state"
        elif not state.end and not _reach(spec, code) & ends:
            yield ("states", code), "D344", f"from '{code}' no end can be reached", "add a move that leads on"
        elif state.end and moves_from(spec, code):
            yield ("states", code), "D345", f"'{code}' is an end, yet a move leaves it", "remove 'end' or the move"
    for code, clock in spec.clocks.items():
        if not set(clock.stops) & _reach(spec, clock.starts):
            yield (
                ("clocks", code, "stops"),
                "D346",
                f"the clock '{code}' can never stop",
                "name a state that is reached",
            )


def _unknown(spec: WorkflowSpec) -> Iterator[tuple[tuple[str | int, ...], str, str, str]]:
    known = ", ".join(spec.states)
    for code, move in spec.moves.items():
        for state in [*move.from_, move.to]:
            if state not in spec.states:
                yield ("moves", code), "D342", f"unknown state '{state}'", f"one of: {known}"
        if not move.who and not move.by_applicant:
            yield ("moves", code), "D347", f"nobody may make the move '{code}'", "who: [role], or by_applicant: true"
    for code, clock in spec.clocks.items():
        for state in [clock.starts, *clock.pauses, *clock.stops]:
            if state not in spec.states:
                yield ("clocks", code), "D342", f"unknown state '{state}'", f"one of: {known}"


def _reach(spec: WorkflowSpec, start: str) -> set[str]:
    found, queue = {start}, deque([start])
    while queue:
        for move in moves_from(spec, queue.popleft()).values():
            if move.to not in found:
                found.add(move.to)
                queue.append(move.to)
    return found


def failed_trials(spec: WorkflowSpec) -> Iterator[tuple[int, str]]:
    """Yield number and sentence of every test in SPEC that does not hold."""
    for number, trial in enumerate(spec.tests):
        allowed = may(spec, trial.move, trial.state, [trial.as_])
        if allowed != (trial.expect == "allowed"):
            yield (
                number,
                f"'{trial.case}': {trial.move} in {trial.state} as {trial.as_} is {'' if allowed else 'not '}allowed",
            )
