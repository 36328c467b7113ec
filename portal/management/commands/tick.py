"""`./manage.py tick`: one round of everything that is due; `serve` keeps one running with `--every 60`."""

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.kit import periodic


class Command(BaseCommand):
    help = (
        "Run what is due: publish and unpublish at the appointed time, and other periodic jobs. Once, or for ever with "
        "--every. Example: ./manage.py tick --every 60"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on until Ctrl-C")

    def handle(self, *args: Any, every: int, **options: Any) -> None:
        failed = periodic.run()
        while every:
            connection.close()
            time.sleep(every)
            failed = periodic.run()
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}; the reasons are in the log.")
