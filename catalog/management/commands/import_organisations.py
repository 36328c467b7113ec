"""``./manage.py import_organisations MAPPING=FILE …``: statistical lists become districts, towns and stations."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalog.importers import mapping, runs, uploads
from catalog.importers.areas.mapping import AreaMapping
from catalog.importers.outcome import Outcome, failures_told, tell_people
from catalog.models import ImportRun

List = tuple[AreaMapping, Path]
Taken = tuple[ImportRun | None, Path, Outcome]
EXAMPLES = """examples:
  ./manage.py import_organisations districts=areas_2023.csv streets=streets_2023.csv villages=villages_2021.csv
  ./manage.py import_organisations villages=villages_2024.xlsx --dry-run
MAPPING is the name of a file in definitions/mappings; it says what the columns mean, below which organisation the list
hangs and which rows make no station. The year of a list stands in its file name or in the mapping. The lists are taken
one after the other, so name them from the top down. A second run of the same lists changes nothing.
Each list is an import of its own with a number; ./manage.py undo_import NUMBER takes it back, villages before towns.
Exit code 0: every row is here or left out by the mapping; 1: some were refused, each with its reason."""


def _list(text: str) -> tuple[str, Path]:
    name, sign, file = text.partition("=")
    if not (name and sign and file):
        raise argparse.ArgumentTypeError(f"write the name of a mapping, = and a file, e.g. villages={text}")
    return name, Path(file)


class Command(BaseCommand):
    help = "Import districts, streets and villages from statistical lists."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        parser.add_argument("lists", type=_list, nargs="+", metavar="MAPPING=FILE", help="a list and what it is")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--json", action="store_true", help="answer for a machine")

    def handle(self, *args: Any, lists: list[tuple[str, Path]], **options: Any) -> None:
        quiet, take = options["json"], _try_out if options["dry_run"] else _import
        data, refused = [], 0
        with failures_told():
            for run, path, outcome in take([(_mapping(name), path) for name, path in lists], quiet=quiet):
                data.append({"file": path.name, "import": run and run.pk} | outcome.as_data())
                refused += outcome.refused
                if not quiet:
                    self._tell(run, path, outcome)
        if quiet:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        if refused:
            sys.exit(1)

    def _tell(self, run: ImportRun | None, path: Path, outcome: Outcome) -> None:
        number = f": import {run.pk}; ./manage.py undo_import {run.pk} takes it back" if run else ""
        self.stdout.write(f"{path.name}{number}")
        tell_people(self.stdout, outcome, dry_run=run is None)


def _mapping(name: str) -> AreaMapping:
    known = uploads.known_mappings()
    if name not in known:
        raise CommandError(f"No mapping is called '{name}': one of {', '.join(known)}.")
    read = mapping.read(known[name])
    if not isinstance(read, AreaMapping):
        raise CommandError(f"{known[name].name} is for other lists: ./manage.py import_items takes them.")
    return read


def _import(lists: list[List], *, quiet: bool) -> Iterator[Taken]:
    """Yield each list's import once it is written; a list that fails leaves those before it."""
    for read, path in lists:
        run, outcome = runs.at_once(path=path, mapping=read, quiet=quiet)
        yield run, path, outcome


@transaction.atomic
def _try_out(lists: list[List], *, quiet: bool) -> list[Taken]:
    """Return what would come of each list on top of those before it; nothing is written."""
    tried = [(runs.take(path=path, name=path.name, mapping=read, quiet=quiet), path) for read, path in lists]
    transaction.set_rollback(True)
    return [(None, path, outcome) for outcome, path in tried]
