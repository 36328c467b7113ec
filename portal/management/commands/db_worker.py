"""`./manage.py db_worker`: in the place of django-tasks-db's command, which dies of a locked database."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from portal.server.worker import Worker


class Command(BaseCommand):
    help = (
        "Run what waits for a worker (imports and other long work), until Ctrl-C; `serve` keeps one running. "
        "Example: ./manage.py db_worker --batch"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="run what waits, then end")
        parser.add_argument("--interval", type=float, default=1.0, metavar="SECONDS", help="between two looks")

    def handle(self, *args: Any, batch: bool, interval: float, **options: Any) -> None:
        worker = Worker(batch=batch, interval=interval)
        worker.configure_signals()
        worker.run()
