"""Keeps the deadlines of a case in step with its state."""

import datetime as dt

from django.utils import timezone

from cases.enums import ClockState
from cases.models import Case, ClockRun
from cases.workflow import clocks
from cases.workflow.engine import ticks
from cases.workflow.spec import ClockSpec, WorkflowSpec
from catalog.calendar import work_calendar
from catalog.models import ServiceItem


def enter(
    case: Case, spec: WorkflowSpec, *, state: str, leaving: str | None, at: dt.datetime, item: ServiceItem | None
) -> None:
    """Start, pause, resume and stop the clocks of CASE as entering STATE demands."""
    done = ticks(spec, state, leaving)
    day = timezone.localdate(at)
    for code in done.resume:
        _change(case, code, lambda run: clocks.resume(work_calendar(), run, day), ClockState.RUNNING)
    for code in done.start:
        _start(case, code, _days(spec.clocks[code], case, item), at)
    for code in done.pause:
        _change(case, code, lambda run: clocks.pause(run, day), ClockState.PAUSED)
    for code in done.stop:
        running = case.deadlines.filter(clock=code).exclude(state=ClockState.STOPPED)
        running.update(state=ClockState.STOPPED, stopped_at=at)


def _days(timer: ClockSpec, case: Case, item: ServiceItem | None) -> int:
    """Return the working days that TIMER gives CASE."""
    if timer.due == "item.days.promised":
        promised = item.promised_days if item else None
        return timer.otherwise.amount if promised is None else promised
    if isinstance(timer.due, dict):
        return timer.due.get(case.channel, timer.otherwise).amount  # type: ignore[call-overload]
    return timer.due.amount


def _start(case: Case, code: str, days: int, at: dt.datetime) -> None:
    run = clocks.start(work_calendar(), timezone.localdate(at), days)
    case.deadlines.get_or_create(
        clock=code,
        defaults={"started_at": at, "working_days": days, "due_on": run.due, "provisional": run.provisional},
    )


def _change(case: Case, code: str, change: clocks.Change, state: ClockState) -> None:
    for row in case.deadlines.filter(clock=code).exclude(state=ClockState.STOPPED):
        run = change(_run(row))
        row.state = state
        row.due_on, row.provisional = run.due, run.provisional
        row.paused_on, row.paused_days = run.paused_on, run.paused_days
        row.save(update_fields=["state", "due_on", "provisional", "paused_on", "paused_days"])


def _run(row: ClockRun) -> clocks.Run:
    return clocks.Run(
        started=timezone.localdate(row.started_at),
        days=row.working_days,
        due=row.due_on,
        provisional=row.provisional,
        paused_on=row.paused_on,
        paused_days=row.paused_days,
    )
