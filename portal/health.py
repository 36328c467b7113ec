"""Whether this process can serve (`/readyz`); that it lives (`/healthz`) the front door says itself."""

import datetime as dt
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from configuration import site
from portal.kit import canary, clock, periodic
from search.index.engines import choice, outside

READY = "/readyz"


class AnswerReadiness:
    """Answers `/readyz` to a load balancer, which asks by address and without TLS: whatever the host, no redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return ready(request) if request.path_info == READY else self.get_response(request)


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Say of each part whether it is well; 503 when one is not without which nobody can be served."""
    answers = {name: _ask(question) for name, question in QUESTIONS.items()}
    well = all(answer.split(" ")[0] == "ok" for name, answer in answers.items() if name not in DISPENSABLE)
    return JsonResponse(answers, status=200 if well else 503)


def _ask(question: Callable[[], str]) -> str:
    try:
        return question() or "ok"
    except DatabaseError:
        return "the database does not answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "migrations are missing" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else ""


def _definitions() -> str:
    return "" if site.current().name else "no definitions are applied"


def _tasks() -> str:
    waiting = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    age = int((clock.now() - waiting).total_seconds()) if waiting else 0
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=clock.now() - RECENT).count()
    word = "late" if age > LATE.total_seconds() else "failures" if failed else "ok"
    return f"{word} (the oldest waits for {age} s; failed in 24 hours: {failed})"


def _periodic_jobs() -> str:
    now, late, said = clock.now(), False, []
    for name, moment in periodic.last_successes().items():
        late = late or moment is None or now - moment > LATE
        said.append(f"{name}: " + (f"{int((now - moment).total_seconds())} s ago" if moment else "never"))
    return f"{'late' if late else 'ok'} ({'; '.join(said)})"


QUESTIONS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "definitions": _definitions,
    "search": choice.health,
    "keys": canary.problem,
    "search server": outside.health,
    "tasks": _tasks,
    "periodic jobs": _periodic_jobs,
}
# The public search answers from the database meanwhile; without a worker the site serves, and work waits.
DISPENSABLE = {"search server", "tasks", "periodic jobs"}
LATE = dt.timedelta(minutes=10)  # a task has waited, or a job has not succeeded, for too long
RECENT = dt.timedelta(hours=24)
