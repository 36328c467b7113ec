"""The worker: what a dead one left is done by the next one, five times at most."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.utils.crypto import get_random_string
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from portal.kit import clock
from portal.kit.models import WorkerHeartbeat
from portal.server import worker

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(minutes=2)


@task(backend="worker")
def work() -> None:
    """Do nothing."""


@task(backend="worker")
def meet_a_lock() -> None:
    """Fail as a task does that waited for the database in vain."""
    raise OperationalError("database is locked")


def claimed(by, times=1):
    row = DBTaskResult.objects.get(pk=work.enqueue().id)
    for _time in range(times):
        row.claim(by)
    return row


def status(row):
    row.refresh_from_db()
    return row.status


def silent(worker_id, since=LONG_AGO):
    worker.beat(worker_id)
    WorkerHeartbeat.objects.filter(pk=worker_id).update(beat_at=clock.now() - since)


def test_task_of_a_living_worker_is_left_alone():
    worker.beat("living")
    row = claimed("living")
    assert (worker.take_back(), status(row)) == (0, "RUNNING")


def test_task_of_a_silent_worker_is_ready_again():
    silent("dead")
    row = claimed("dead")
    assert (worker.take_back(), status(row)) == (1, "READY")


def test_task_of_a_worker_that_never_said_that_it_lives_is_ready_again():
    row = claimed("unknown")
    assert (worker.take_back(), status(row)) == (1, "READY")


def test_task_that_killed_five_workers_is_parked():
    row = claimed("dead", times=worker.RUNS)
    worker.take_back()
    assert status(row) == "FAILED"
    assert "5 workers died" in row.traceback


def test_heartbeat_is_renewed_and_old_ones_are_forgotten():
    silent("back")
    silent("gone", since=dt.timedelta(days=2))
    worker.beat("back")
    row = claimed("back")
    assert (worker.take_back(), status(row)) == (0, "RUNNING")
    assert list(WorkerHeartbeat.objects.values_list("pk", flat=True)) == ["back"]


@pytest.mark.parametrize(("times", "expected"), [(1, "READY"), (worker.RUNS, "FAILED")])
def test_task_that_met_a_locked_database_runs_again_later(times, expected):
    row = DBTaskResult.objects.get(pk=meet_a_lock.enqueue().id)
    for _time in range(times):
        row.claim(get_random_string(8))
    worker.Worker().run_task(row)
    assert status(row) == expected
    assert expected == "FAILED" or row.run_after > clock.now()
    assert not DBTaskResult.objects.ready().exists()


def test_readyz_says_how_tasks_and_jobs_are_and_stays_ready(client):
    row = DBTaskResult.objects.get(pk=work.enqueue().id)
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=clock.now() - dt.timedelta(minutes=20))
    said = client.get("/readyz").json()
    assert said["tasks"].startswith("late (the oldest waits for 12")
    assert said["periodic jobs"].startswith("late (")
    assert "publish what is due: never" in said["periodic jobs"]
