"""Stages of a case for its applicant, as the journal tells them: what was skipped is never shown as done."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases.workflow.spec import State, WorkflowSpec

DONE, HERE, SKIPPED, AHEAD = "done", "here", "skipped", ""


@dataclass(frozen=True)
class Stage:
    """A stage with its words, its progress (done, here, skipped, or nothing) and the moment it was reached first."""

    label: str
    progress: str
    at: dt.datetime | None = None


def stages(spec: WorkflowSpec, now: str, entered: Iterable[tuple[str, dt.datetime]]) -> list[Stage]:
    """Return the stages of a case in the state NOW; ENTERED are the states that it came into, in order, and when.

    States of one phase are one stage. They are those on the way from the first state to the first end; a case beside
    that way, e.g. withdrawn, shows the stages it went through, then its own, and those after them unless it has ended.
    """
    if now not in spec.states:
        return []
    been: dict[str, dt.datetime] = {}
    for state, at in entered:
        if state in spec.states:
            been.setdefault(_stage(spec.states[state]), at)
    here, ended = _stage(spec.states[now]), spec.states[now].end
    way = _way(spec)
    if here not in way:
        before = [stage for stage in been if stage != here]
        last = max((way.index(stage) for stage in before if stage in way), default=-1)
        way = [*before, here, *([] if ended else way[last + 1 :])]
    place = way.index(here)

    def progress(number: int, stage: str) -> str:
        if number == place:
            return DONE if ended else HERE
        if number > place:
            return AHEAD
        return DONE if stage in been else SKIPPED

    found = [(stage, progress(number, stage)) for number, stage in enumerate(way)]
    return [Stage(stage, how, None if how in {SKIPPED, AHEAD} else been.get(stage)) for stage, how in found]


def _way(spec: WorkflowSpec) -> list[str]:
    way: list[str] = []
    for state in spec.states.values():
        if _stage(state) not in way:
            way.append(_stage(state))
        if state.end:
            break
    return way


def _stage(state: State) -> str:
    return str(state.phase or state.public)
