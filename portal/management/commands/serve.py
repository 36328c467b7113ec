"""`./manage.py serve`: everything that `make run` starts, in one command."""

import argparse
import os
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from configuration import site
from portal.kit import periodic
from portal.server import launch
from portal.server.supervisor import Program, supervise
from portal.users import demo

GIVE_UP = 5  # deaths in a row of a server that never answered
HEAD_START = 10.0  # seconds for the server alone, while it starts


class Command(BaseCommand):
    help = (
        "Prepare the site if needed (migrations, static files, definitions), then serve it with the task worker "
        "beside it, until Ctrl-C. Example: ./manage.py serve --port 8001"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")

    # `handle` says in one sentence what the checks would say on a page.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        try:
            launch.check_keys()
            launch.check_port(host, port)
            launch.check_disk()
            self.check()
            for line in launch.prepare():
                self.stdout.write(f"  {line}")
        except launch.CannotStart as error:
            raise CommandError(str(error)) from error
        if site.current().demo:
            demo.give_passwords()
        greeting = list(self._greeting(host, port))
        # From here on the supervisor needs no database, so that nothing that befalls it stops the site.
        connection.close()
        self._run(host, port, greeting)

    def _run(self, host: str, port: int, greeting: list[str]) -> None:
        # What leaves the site (paper, feeds, canonical links) names where it listens, unless the operator says more.
        os.environ.setdefault("PORTAL_ADDRESS", f"http://{host}:{port}")
        later = time.monotonic() + HEAD_START
        server = Program("server", ["granian", *launch.granian(host, port)])
        others = [
            Program("worker", ["manage", "db_worker"], due=later),
            Program("job runner", ["manage", "tick", "--every", str(periodic.EVERY)], due=later),
        ]
        ready = False

        def each_look() -> None:
            nonlocal ready
            if not ready and launch.answers(host, port):
                ready = True
                for program in others:
                    program.due = 0.0
                self.stdout.write("\n".join(greeting))
                self.stdout.flush()
            elif not ready and server.deaths >= GIVE_UP:
                raise CommandError("The server ends each time it starts; its last lines are above.")

        supervise([server, *others], each_look)
        self.stdout.write("Stopped.")

    def _greeting(self, host: str, port: int) -> Iterator[str]:
        yield self.style.SUCCESS(f"Ready: http://{host}:{port}/    staff: http://{host}:{port}/admin/")
        if site.current().demo:
            yield f"Demo accounts and their passwords: {demo.accounts_file()}"
            accounts = list(demo.accounts())
            widest = max((len(name) for name, _role in accounts), default=0)
            yield from (f"  {name:<{widest}}  {role}" for name, role in accounts)
        yield "Stop with Ctrl-C."
