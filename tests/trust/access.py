"""Who gets what: asks every address as every actor and says in one word what came back.

The table access.tsv is edited by hand: a failing
test prints the rows that would fit, and whoever pastes them has read them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.trust.routes import Route

TABLE = Path(__file__).with_name("access.tsv")
ACTORS = ("stranger", "citizen", "editor", "agent", "foreign agent")
LOGIN = "/admin/login/"


@dataclass(frozen=True)
class Answer:
    """What one actor got: ``word`` is ok, login, away, no, method or broken."""

    word: str
    body: bytes = b""
    headers: Mapping[str, str] | None = None


def ask(client: Client, method: str, address: str) -> Answer:
    """Send METHOD to ADDRESS; whatever it changed is rolled back."""
    with transaction.atomic():
        response = getattr(client, method)(address, headers={"accept": "text/html"})
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return Answer(_word(response), body, dict(response.headers))


def _word(response: HttpResponse) -> str:
    status = response.status_code
    if status >= 500:
        return "broken"
    if status in {301, 302}:
        return "login" if LOGIN in response["Location"] else "away"
    return {400: "no", 403: "no", 404: "no", 410: "no", 405: "method", 429: "no"}.get(status, "ok")


def table() -> dict[str, dict[str, str]]:
    """Return the expected words by route template and actor, e.g. ``ok/method`` for GET and POST."""
    rows = [line.split("\t") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {row[0]: dict(zip(ACTORS, row[1:], strict=True)) for row in rows}


def samples(route: Route, values: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return the arguments for ROUTE: the values of the longest prefix that knows it, over the general ones."""
    prefixes = sorted((prefix for prefix in values if route.template.startswith(prefix)), key=len)
    merged: dict[str, str] = {}
    for prefix in prefixes:
        merged |= values[prefix]
    return merged


def row(route: Route, words: Mapping[str, str]) -> str:
    """Return a line of the table."""
    return "\t".join([route.template, *(words[actor] for actor in ACTORS)])


def addresses(routes: list[Route], values: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[Route, str]]:
    """Yield each route with a real address; raises KeyError for a parameter without a sample."""
    for route in routes:
        try:
            yield route, route.address(samples(route, values))
        except KeyError as missing:
            raise KeyError(f"{route.template}: give {missing} a sample in tests/trust/conftest.py") from missing
