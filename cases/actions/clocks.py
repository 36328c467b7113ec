"""Keeps the clocks of a case in step with its state."""

import datetime as dt

from django.db.models import QuerySet

from cases.enums import ClockState, IntakeChannel
from cases.models import Case, ClockRun
from cases.workflow import clocks
from cases.workflow.engine import clock_events
from cases.workflow.spec import ClockSpec, WorkflowSpec
from catalog.calendar import work_calendar
from catalog.models import ServiceItem
from portal.kit import clock


def enter(
    case: Case, spec: WorkflowSpec, *, state: str, leaving: str | None, at: dt.datetime, item: ServiceItem | None
) -> None:
    """Start, pause, resume and stop the clocks of CASE as entering STATE demands."""
    done = clock_events(spec, state, leaving)
    day = clock.date_of(at)
    for code in done.resume:
        _change(case, code, lambda run: clocks.resume(work_calendar(), run, day), ClockState.RUNNING)
    for code in done.start:
        _start(case, code, spec.clocks[code], at, item)
    for code in done.pause:
        _change(case, code, lambda run: clocks.pause(run, day), ClockState.PAUSED)
    for code in done.stop:
        _open_runs(case, code).update(state=ClockState.STOPPED, stopped_at=at)


def _open_runs(case: Case, code: str) -> QuerySet[ClockRun]:
    return case.clock_runs.filter(clock=code, stopped_at=None)


def _days(spec: ClockSpec, case: Case, item: ServiceItem | None) -> int:
    """Return the working days that the clock SPEC gives CASE."""
    if spec.due == "item.days.promised":
        promised = item.promised_days if item else None
        return spec.otherwise.amount if promised is None else promised
    if isinstance(spec.due, dict):
        handed_in = spec.due.get("window", spec.otherwise) if case.channel == IntakeChannel.PAPER else spec.otherwise
        return spec.due.get(case.channel, handed_in).amount  # type: ignore[call-overload]
    return spec.due.amount


def _start(case: Case, code: str, spec: ClockSpec, at: dt.datetime, item: ServiceItem | None) -> None:
    """Begin the next run of the clock CODE, unless one is open or it may not run again."""
    last = case.clock_runs.filter(clock=code).order_by("number").last()
    if last is not None and (last.stopped_at is None or spec.again == "never"):
        return
    days = _days(spec, case, item)
    run = clocks.start(work_calendar(), clock.date_of(at), days)
    case.clock_runs.create(
        clock=code,
        number=last.number + 1 if last else 1,
        started_at=at,
        working_days=days,
        due_on=run.due,
        provisional=run.provisional,
    )


def _change(case: Case, code: str, change: clocks.Change, state: ClockState) -> None:
    for row in _open_runs(case, code):
        run = change(_run(row))
        row.state = state
        row.due_on, row.provisional = run.due, run.provisional
        row.paused_on, row.paused_days = run.paused_on, run.paused_days
        row.save(update_fields=["state", "due_on", "provisional", "paused_on", "paused_days"])


def _run(row: ClockRun) -> clocks.Run:
    return clocks.Run(
        started=clock.date_of(row.started_at),
        days=row.working_days,
        due=row.due_on,
        provisional=row.provisional,
        paused_on=row.paused_on,
        paused_days=row.paused_days,
    )
