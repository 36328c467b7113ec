"""Access matrix: asks every address as every role and compares the answers with the table access.tsv.

The table is edited by hand. `.venv/bin/python -m pytest -q tests/trust/test_access.py` prints the rows that differ, as
they would have to be; read them before they are pasted. `MATRIX=all` asks every kind of row and every role.
"""

import itertools
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from wagtail.models import PageViewRestriction, Revision

from portal.kit import published
from tests.trust.bodies import Body
from tests.trust.cast import CITIZEN, HEAD, STRANGER, SUPERUSER, Cast, gather
from tests.trust.routes import routes
from tests.trust.targets import KINDS, Target, Targets

TABLE = Path(__file__).with_name("access.tsv")
FULL = os.environ.get("MATRIX") == "all"
SLICES = 8 if FULL else 4  # each gathers its cast anew
LOGIN, ADMIN, LOGOUT = "/admin/login/", "/admin/", "admin/logout/"
BROWSER = {"accept": "text/html,*/*;q=0.8"}
# Tables that are written by counting, or for the next page of the same person; and by Wagtail when a page is opened.
ASIDE = {"django_session", "kit_bucket", "wagtailadmin_editingsession"}
BY_READING = {
    "get": {"content_portalrendition", "wagtailcore_pagesubscription", "wagtailusers_userprofile"},
    "post": set[str](),
}
WRITES = re.compile(r'(?:INSERT INTO|INSERT OR \w+ INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
# Nothing is foreign to them.
EVERYWHERE = {HEAD, SUPERUSER}
# Roles with the same grants, which have the same answers.
GROUPS = {
    "case-staff": {"agent", "leader", "specialist", "supervisor"},
    "no-grants": {"guide", "liaison"},
    "editors": {"editor", "publisher"},
}
HEADERS = (
    *("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Permissions-Policy"),
    *("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Content-Type"),
)


@dataclass(frozen=True)
class Answer:
    """Status of an answer; ``wrote`` are the tables written; ``changed`` says that a watched row is another."""

    response: HttpResponse
    body: bytes
    wrote: frozenset[str]
    changed: bool = False

    @property
    def refused(self) -> bool:
        """An error, the sign-in page, or Wagtail's way back to its home page with a message."""
        if self.response.status_code in {301, 302}:
            return self.response["Location"] == ADMIN or LOGIN in self.response["Location"]
        return self.response.status_code >= 400

    @property
    def word(self) -> str:
        """Return ``refused``, ``answered`` or ``wrote``; a redirect after writing leads home as well."""
        if self.wrote and self.response.status_code < 400:
            return "wrote"
        return "refused" if self.refused else "answered"

    @property
    def bare(self) -> list[str]:
        """Return the headers that every answer carries and this one does not."""
        empty = self.response.status_code in {204, 301, 302, 405}
        return [name for name in HEADERS if name not in self.response and not (empty and name == "Content-Type")]

    @property
    def error(self) -> str:
        """Return what broke and where, empty for an answer below 500."""
        if self.response.status_code < 500:
            return ""
        info = getattr(self.response, "exc_info", None)
        frames = []
        traceback = info[2] if info else None
        while traceback is not None:
            frames.append(f"{traceback.tb_frame.f_globals.get('__name__')}:{traceback.tb_lineno}")
            traceback = traceback.tb_next
        return f"{self.response.status_code} {info[0].__name__ if info else ''} {' '.join(frames[-3:])}"


def ask(
    client: Client, method: str, address: str, watched: Mapping[Model, object] | None = None, **sent: Any
) -> Answer:
    """Send METHOD to ADDRESS; whatever it changed is rolled back, in the database and in the browser.

    The WATCHED rows are compared with their fingerprints where anything was written.
    """
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        with written() as tables:
            response = getattr(client, method)(address, headers=BROWSER, **sent)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        # After an error that nobody caught inside of a transaction, nothing of it will be kept.
        wrote = set(tables) - ASIDE - BY_READING[method] if not connection.needs_rollback else set()
        changed = bool(wrote) and any(fingerprint(row) != known for row, known in (watched or {}).items())
        transaction.set_rollback(True)
    if {name: morsel.value for name, morsel in client.cookies.items()} != cookies:
        client.cookies.clear()
        client.cookies.load(cookies)
    if tables:
        published.forget()
        cache.clear()
    return Answer(response, body, frozenset(wrote), changed)


@contextmanager
def written() -> Iterator[list[str]]:
    """Collect the tables that are written meanwhile, but for what is rolled back."""
    tables: list[str] = []
    marks: dict[str, int] = {}

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := WRITES.match(sql)) is not None:
            tables.append(found[1])
        elif sql.startswith("SAVEPOINT"):
            marks[sql.rpartition(" ")[2]] = len(tables)
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            del tables[marks[sql.rpartition(" ")[2]] :]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def fingerprint(row: Model) -> object:
    """Return the values of ROW as they are stored, and those of its revisions and restrictions."""
    found = [*type(row)._base_manager.filter(pk=row.pk).values_list()]
    if hasattr(row, "latest_revision_id"):
        found += Revision.objects.for_instance(row).order_by("pk").values_list()
    if hasattr(row, "path"):
        found += PageViewRestriction.objects.filter(page_id=row.pk).order_by("pk").values_list()
    return repr(found)


class Walk:
    """Every address with real ids and what a browser would send there."""

    def __init__(self) -> None:
        self.cast: Cast = gather()
        found = Targets(self.cast)
        every = [found.of(route) for route in routes() if route.template != LOGOUT]
        # The short form asks each pattern with one kind of row, another one for the next pattern.
        self.targets = [*itertools.chain(*every)] if FULL else [kinds[turn(kinds[0], len(kinds))] for kinds in every]
        self.clients = {actor: self.cast.client(actor) for actor in self.cast.users}
        self.canaries = (*self.cast.canaries, *found.hidden)
        self.table = Table(self.cast.users)
        # What was found at the targets of a part, by its number.
        self.found: dict[int, list[Found]] = {}
        self._watched: dict[Model, object] = {}

    def part(self, number: int) -> list[Target]:
        """Return the targets of every pattern of the slice NUMBER."""
        templates = list(dict.fromkeys(target.route.template for target in self.targets))[number::SLICES]
        return [target for target in self.targets if target.route.template in set(templates)]

    def post(self, actor: str, target: Target, body: Body) -> Answer:
        """Send BODY to TARGET as ACTOR, with an eye on the foreign rows that it names."""
        for row in target.sample.foreign:
            if row not in self._watched:
                self._watched[row] = fingerprint(row)
        watched = {row: self._watched[row] for row in target.sample.foreign}
        return ask(self.clients[actor], "post", target.address, watched, **body.sent())


def one_a_pattern(targets: Iterable[Target]) -> list[Target]:
    """Return one of TARGETS a pattern, with ids of a row of HERE where there is one."""
    chosen: dict[str, Target] = {}
    for target in targets:
        if target.kind == "own" or target.route.template not in chosen:
            chosen[target.route.template] = target
    return list(chosen.values())


def turn(target: Target, number: int) -> int:
    """Return a number below NUMBER that is the same for TARGET in each process and run."""
    return zlib.crc32(target.route.template.encode()) % number


@dataclass
class Found:
    """Findings at one target: ``row`` of the table for the actors asked, and ``faults`` by kind."""

    target: Target
    opened: dict[str, bool] = field(default_factory=dict)
    posted: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def note(self, actor: str, method: str, answer: Answer, canaries: Iterable[str]) -> None:
        """Keep what the table says of ANSWER, and each fault of it."""
        if method == "get":
            self.opened[actor] = answer.word != "refused"
        else:
            self.posted[actor] = answer.word
        self._fault("broken", actor, method, answer.error)
        self._fault("bare", actor, method, ", ".join(answer.bare))
        self._fault("refused and wrote", actor, method, answer.word == "refused" and ", ".join(sorted(answer.wrote)))
        self._fault("reading wrote", actor, method, method == "get" and ", ".join(sorted(answer.wrote)))
        if actor not in EVERYWHERE:
            self._fault("changed", actor, method, answer.changed and "the foreign row is another")
            # The way to the sign-in page repeats the address that was asked for, number and all.
            headers = str(answer.response.headers).replace(quote(self.target.address), "")
            leaks = [canary for canary in canaries if canary.encode() in answer.body or canary in headers]
            self._fault("leaks", actor, method, ", ".join(leaks))

    def _fault(self, kind: str, actor: str, method: str, text: object) -> None:
        if text:
            line = f"{self.target.route.template}\t{self.target.kind}\t{actor}\t{method}\t{text}"
            self.faults.setdefault(kind, []).append(line)

    @property
    def row(self) -> "Row":
        return Row(
            frozenset(actor for actor, opened in self.opened.items() if opened),
            *(frozenset(actor for actor, word in self.posted.items() if word == one) for one in ("answered", "wrote")),
        )


def count(found: Iterable[Found]) -> dict[str, int]:
    """Return figures about FOUND for the end of a run."""
    found = list(found)
    words = [word for one in found for word in one.posted.values()]
    words += ["answered" if opened else "refused" for one in found for opened in one.opened.values()]
    return {
        "patterns": len({one.target.route for one in found}),
        "addresses": len(found),
        "requests": len(words),
        **{word: words.count(word) for word in ("refused", "answered", "wrote")},
        "answers of 5xx": sum(len(one.faults.get("broken", ())) for one in found),
    }


@dataclass(frozen=True)
class Row:
    """A row of the table: the actors for whom GET ``opens``, and those whose POST is ``answered`` or ``wrote``."""

    opens: frozenset[str]
    answered: frozenset[str]
    wrote: frozenset[str]

    def only(self, actors: Iterable[str]) -> "Row":
        """Return what the row says about ACTORS."""
        return Row(*(part & frozenset(actors) for part in (self.opens, self.answered, self.wrote)))


class Table:
    """The rows of access.tsv by template and kind."""

    def __init__(self, actors: Iterable[str]) -> None:
        self.actors = list(actors)
        everybody = set(self.actors)
        self.names = {"everybody": everybody, "staff": everybody - {STRANGER, CITIZEN} - GROUPS["no-grants"], **GROUPS}
        self.names |= {actor: {actor} for actor in self.actors}
        self.rows: dict[tuple[str, str], Row] = {}
        for line in TABLE.read_text().splitlines() if TABLE.exists() else ():
            if line and not line.startswith("#"):
                template, kinds, *parts = line.split("\t")
                for kind in kinds.split():
                    self.rows[template, kind] = Row(*map(self._read, parts))

    def _read(self, text: str) -> frozenset[str]:
        """Return the actors that TEXT names, itself or by their group; KeyError for a name that is none."""
        return frozenset().union(*(self.names[name] for name in text.split() if name != "-"))

    def _write(self, actors: frozenset[str]) -> str:
        left, names = set(actors), []
        for name, group in self.names.items():
            if group <= left:
                names.append(name)
                left -= group
        return " ".join(names) or "-"

    def lines(self, rows: Mapping[tuple[str, str], Row]) -> list[str]:
        """Return the lines of ROWS, kinds with the same answers in one."""
        merged: dict[tuple[str, Row], list[str]] = {}
        for (template, kind), row in rows.items():
            merged.setdefault((template, row), []).append(kind)
        return [
            "\t".join([template, " ".join(sorted(kinds, key=KINDS.index)), *map(self._write, vars(row).values())])
            for (template, row), kinds in merged.items()
        ]
