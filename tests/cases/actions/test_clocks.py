"""Clocks of a case in the database: run again, paused, stopped; never two open runs of one clock."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from cases.actions import clocks, submit
from cases.models import ClockRun
from cases.workflow.spec import WorkflowSpec
from portal.kit import clock
from tests import shipped
from tests.factories.draft import DraftFactory
from tests.moments import local


@pytest.fixture
def case(town):
    return submit(draft=DraftFactory(item__department=town.organisation), declared=["privacy", "truth"])


def _flow(**decide):
    """Return the shipped workflow, its clock ``decide`` changed."""
    plain = shipped.workflow("assistance").model_dump(by_alias=True)
    plain["clocks"] = {"decide": plain["clocks"]["decide"] | decide}
    return WorkflowSpec.model_validate(plain)


def _enter(case, state, leaving, **decide):
    clocks.enter(case, _flow(**decide), state=state, leaving=leaving, at=clock.now(), item=None)


def _runs(case):
    return [*case.clock_runs.order_by("number").values_list("number", "state", "due_on")]


def test_clock_runs_again_when_its_state_is_entered_again(case, at):
    _enter(case, "accepted", "submitted")
    at(local("2026-11-26 09:00"))
    _enter(case, "submitted", "accepted")
    first, second = dt.date(2026, 11, 25), dt.date(2026, 11, 27)
    assert _runs(case) == [(1, "stopped", first), (2, "running", second)]


def test_clock_that_runs_once_does_not_run_again(case):
    _enter(case, "accepted", "submitted")
    _enter(case, "submitted", "accepted", again="never")
    assert [run[:2] for run in _runs(case)] == [(1, "stopped")]


def test_state_entered_while_its_clock_runs_starts_nothing(case, at):
    at(local("2026-11-26 09:00"))
    _enter(case, "submitted", "submitted")
    assert _runs(case) == [(1, "running", dt.date(2026, 11, 25))]


def test_pause_of_the_second_run_leaves_the_first_alone(case, at):
    _enter(case, "accepted", "submitted")
    _enter(case, "submitted", "accepted")
    _enter(case, "done", "submitted", pauses=["done"])
    at(local("2026-11-26 09:00"))
    _enter(case, "submitted", "done", pauses=["done"])
    first, second = case.clock_runs.order_by("number")
    assert (first.paused_days, second.paused_days, second.due_on) == (0, 2, dt.date(2026, 11, 27))


def test_database_refuses_a_second_open_run(case):
    run = case.clock_runs.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockRun.objects.create(
            case=case, clock=run.clock, number=2, started_at=run.started_at, working_days=1, due_on=run.due_on
        )


def test_database_refuses_a_stopped_run_without_its_time(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        case.clock_runs.update(state="stopped")
