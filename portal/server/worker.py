"""The worker of tasks that outlives a locked database, says that it lives, and takes back what a dead one left.

django-tasks-db runs the tasks; here is what it lacks. A worker writes a heartbeat every few seconds. A task that is
RUNNING while its worker has been silent for a minute is made READY again, at most four times: a task that kills its
worker is parked as FAILED. Tasks are harmless when run twice.
"""

import datetime as dt
import logging
import threading
import time
from typing import Any

from django.db import DatabaseError, InterfaceError, connections
from django.db.models.functions import Now
from django.utils.crypto import get_random_string
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from portal.kit import clock
from portal.kit.models import WorkerHeartbeat
from portal.kit.speaking import as_site

BACKEND = "worker"
BEAT = 10.0  # seconds between two heartbeats
SILENCE = dt.timedelta(seconds=60)  # without a heartbeat: the worker is dead
FORGOTTEN = dt.timedelta(days=1)  # a dead worker's row is deleted
RUNS = 5  # of one task; whatever ended the last one, it is not tried again
REFUSED = "django.db.utils.OperationalError"  # locked for too long, or gone
PAUSE = 5.0  # seconds until a worker whom the database refused tries again

log = logging.getLogger(__name__)


class WorkersDiedError(Exception):
    """Each worker that ran the task died."""


class Worker(db_worker.Worker):
    """The worker of django-tasks-db, which does not end when the database is locked or restarts."""

    def __init__(self, *, interval: float = 1.0, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=_new_id(),
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Run tasks until told to stop; with ``batch`` until none is left."""
        threading.Thread(target=self._live, daemon=True, name="heartbeat").start()
        while self.running:
            try:
                beat(self.worker_id)
                take_back()
                super().run()
            except (DatabaseError, InterfaceError) as error:
                log.warning("The database refused the worker (%s); it goes on in %.0f s.", error, PAUSE)
                # Under the old name it would vouch for a task whose end could not be written.
                self.worker_id = _new_id()
                connections.close_all()
                time.sleep(PAUSE)
            else:
                return

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Run the task; when the database was locked or gone meanwhile, let it run again later."""
        with as_site():
            super().run_task(db_task_result)
        times = len(db_task_result.worker_ids)
        if db_task_result.exception_class_path == REFUSED and times < RUNS:
            later = clock.now() + times * SILENCE
            again = DBTaskResult.objects.failed().filter(pk=db_task_result.pk)
            again.update(status=TaskResultStatus.READY, run_after=later, finished_at=None)

    def _live(self) -> None:
        last = time.monotonic()
        while True:
            time.sleep(BEAT)
            try:
                beat(self.worker_id)
                # After a locked database the others may be late for the same reason: they beat before they are judged.
                if time.monotonic() - last < 3 * BEAT:
                    take_back()
                last = time.monotonic()
            except (DatabaseError, InterfaceError) as error:
                log.warning("The heartbeat of the worker could not be written (%s).", error)
            connections.close_all()


def beat(worker_id: str) -> None:
    """Write that the worker WORKER_ID lives now."""
    WorkerHeartbeat.objects.bulk_create(
        [WorkerHeartbeat(worker_id=worker_id, beat_at=Now())],
        update_conflicts=True,
        unique_fields=["worker_id"],
        update_fields=["beat_at"],
    )


def take_back() -> int:
    """Make tasks READY whose worker died, FAILED after the last run; return how many.

    Also forgets workers that died long ago.
    """
    WorkerHeartbeat.objects.filter(beat_at__lt=Now() - FORGOTTEN).delete()
    living = set(WorkerHeartbeat.objects.filter(beat_at__gte=Now() - SILENCE).values_list("worker_id", flat=True))
    running = DBTaskResult.objects.running().filter(backend_name=BACKEND)
    left = [task for task in running if not living.intersection(task.worker_ids[-1:])]
    for task in left:
        times = len(task.worker_ids)
        log.warning("The worker of task %s (%s) died, time %d of %d.", task.pk, task.task_path, times, RUNS)
        if times >= RUNS:
            task.set_failed(WorkersDiedError(f"{times} workers died while they ran it"))
        else:
            same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
            same.update(status=TaskResultStatus.READY)
    return len(left)


def _new_id() -> str:
    return get_random_string(32)
