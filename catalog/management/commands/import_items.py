"""``./manage.py import_items FILE --mapping MAP``: a list becomes items, points, places, numbers or organisations."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from catalog.importers import mapping, runs
from catalog.importers.outcome import failures_told, tell

EXAMPLES = """examples:
  ./manage.py import_items list.csv --mapping definitions/mappings/guangan.yaml --dry-run
  ./manage.py import_items list.xlsx --mapping definitions/mappings/guangan.yaml --json > report.json
  ./manage.py import_items halls.csv --mapping definitions/mappings/points.yaml
  ./manage.py import_items villages_2021.csv --mapping definitions/mappings/villages.yaml
Reads CSV, XLSX, JSON and JSON Lines; the mapping says what the rows are, and only what the list states is taken: the
rest stays unknown. New items are drafts unless --publish is given. A second run of the same list changes nothing.
Each run has a number; ./manage.py undo_import NUMBER takes it back.
Exit code 0: every row is in the catalogue; 1: some were refused, each with its reason."""


class Command(BaseCommand):
    help = "Import a published list of service items, service points, places inside them, numbers or organisations."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--mapping", type=Path, required=True, metavar="MAP", help="how its columns become ours")
        parser.add_argument("--publish", action="store_true", help="new items go live; without it they are drafts")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--json", action="store_true", help="answer for a machine")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        dry_run, quiet, number = options["dry_run"], options["json"], None
        how: dict[str, Any] = {"path": file, "quiet": quiet, "publish": options["publish"]}
        with failures_told():
            read = mapping.read(options["mapping"])
            if dry_run:
                outcome = runs.take(name=file.name, mapping=read, dry_run=True, **how)
            else:
                run, outcome = runs.at_once(mapping=read, **how)
                number = run.pk
                if not quiet:
                    self.stdout.write(f"Import {run.pk}; ./manage.py undo_import {run.pk} takes it back.")
        tell(self.stdout, outcome, number=number, as_json=options["json"], dry_run=dry_run)
