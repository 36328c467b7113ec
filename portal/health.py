"""Whether this process can serve (`/readyz`); that it lives (`/healthz`) the front door says itself."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal.kit import site
from search.engines import choice, outside

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
    well = all(answer == "ok" for name, answer in answers.items() if name not in DISPENSABLE)
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


QUESTIONS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "definitions": _definitions,
    "search": choice.health,
    "search server": outside.health,
}
# The public search answers from the database meanwhile.
DISPENSABLE = {"search server"}
