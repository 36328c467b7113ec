"""`./manage.py serve`: everything that `make run` starts, in one command."""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import launch
from portal.kit import periodic, site
from portal.users import demo

PATIENCE = 60  # seconds until a server that does not answer is given up


class Command(BaseCommand):
    help = (
        "Prepare the site if needed (migrations, static files, definitions), then serve it with the task worker "
        "beside it, until Ctrl-C. Example: ./manage.py serve --port 8001"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        try:
            launch.check_port(host, port)
            launch.check_disk()
            for line in launch.prepare():
                self.stdout.write(f"  {line}")
        except launch.CannotStart as error:
            raise CommandError(str(error)) from error
        if site.current().demo:
            demo.give_passwords()
        self._run(host, port)

    def _run(self, host: str, port: int) -> None:
        # What leaves the site (paper, feeds, canonical links) names where it listens, unless the operator says more.
        os.environ.setdefault("PORTAL_ADDRESS", f"http://{host}:{port}")
        children = [
            subprocess.Popen([sys.executable, "-m", "granian", *launch.granian(host, port)], start_new_session=True),  # noqa: S603
            subprocess.Popen([sys.executable, "manage.py", "db_worker", "--backend", "worker"], start_new_session=True),
        ]
        # Both, explicitly: a shell that starts us in the background makes us ignore SIGINT.
        signal.signal(signal.SIGTERM, _as_interrupt)
        signal.signal(signal.SIGINT, _as_interrupt)
        try:
            _wait_until_it_answers(f"http://{host}:{port}/healthz", children[0])
            self._greet(host, port)
            next_round = time.monotonic() + periodic.EVERY
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
                if time.monotonic() >= next_round:
                    periodic.run()
                    connection.close()
                    next_round = time.monotonic() + periodic.EVERY
            raise CommandError("A process ended by itself; its last lines are above.")
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
        finally:
            _stop(children)

    def _greet(self, host: str, port: int) -> None:
        self.stdout.write(self.style.SUCCESS(f"Ready: http://{host}:{port}/    staff: http://{host}:{port}/admin/"))
        if site.current().demo:
            self.stdout.write(f"Demo accounts and their passwords: {demo.accounts_file()}")
            accounts = list(demo.accounts())
            widest = max((len(name) for name, _role in accounts), default=0)
            for name, role in accounts:
                self.stdout.write(f"  {name:<{widest}}  {role}")
        self.stdout.write("Stop with Ctrl-C.")
        self.stdout.flush()


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_until_it_answers(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise CommandError("The server ended while it started; its last lines are above.")
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310  our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise CommandError(f"The server did not answer within {PATIENCE} seconds.")


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
