"""``./manage.py demo_city``: a believable city of any size, repeatable, every part marked as an example."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from catalog.demo import folder, writing

EXAMPLES = """examples:
  ./manage.py demo_city --size 1000
  ./manage.py demo_city --size 100000 --seed 7
  ./manage.py demo_city --size 200 --folder /tmp/examples
Items vary those that the definitions brought; a second run with the same seed adds only what is missing."""
MOST = 1_000_000


class Command(BaseCommand):
    help = "Add generated example items, stations and undialable numbers to the site, or write them as definitions."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        parser.add_argument("--size", type=int, required=True, metavar="N", help="number of items")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same city")
        parser.add_argument("--folder", type=Path, metavar="DIR", help="write a layer of definitions instead")
        parser.add_argument("--json", action="store_true", help="answer for a machine")

    def handle(self, *args: Any, size: int, seed: int, **options: Any) -> None:
        if not 0 < size <= MOST or seed < 0:
            raise CommandError(f"--size is 1 to {MOST:,}, --seed 0 or more.")
        if not settings.ALLOW_DEMO:
            raise CommandError("This installation takes no demo data.")
        try:
            if options["folder"]:
                files = folder.write(options["folder"], writing.city(), seed=seed, size=size)
                answer = {"files": files}
            else:
                self.hidden = options["json"] or not sys.stderr.isatty()
                answer = vars(writing.write(seed=seed, size=size, track=self._track))
        except writing.NothingToVaryError:
            raise CommandError("There are no items to vary: apply the definitions first.") from None
        told = ", ".join(f"{number:,} {noun}" for noun, number in answer.items())
        self.stdout.write(json.dumps(answer) if options["json"] else f"Made: {told}.")

    def _track(self, rows: Iterable[Any], total: int, what: str) -> Iterable[Any]:
        return tqdm(rows, total=total, desc=what, unit="", disable=self.hidden)
