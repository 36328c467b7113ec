"""``./manage.py import_items FILE --mapping MAP``: a published list of items becomes catalogue entries."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.importers import mapping
from catalog.importers.outcome import tell
from catalog.importers.sources import SourceError
from catalog.importers.writing import import_items
from portal.kit.definitions.problems import DefinitionsError

EXAMPLES = """examples:
  ./manage.py import_items list.csv --mapping definitions/mappings/guangan.yaml --dry-run
  ./manage.py import_items list.xlsx --mapping definitions/mappings/guangan.yaml --json > report.json
Reads CSV, XLSX, JSON and JSON Lines. A second run of the same list changes nothing.
Exit code 0: every row is in the catalogue; 1: some were refused, each with its reason."""


class Command(BaseCommand):
    help = "Import a published list of service items."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--mapping", type=Path, required=True, metavar="MAP", help="how its columns become ours")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--json", action="store_true", help="answer for a machine")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            read = mapping.read(options["mapping"])
            outcome = import_items(path=file, mapping=read, dry_run=options["dry_run"], quiet=options["json"])
        except DefinitionsError as error:
            raise CommandError("\n".join(map(str, error.problems))) from None
        except SourceError as error:
            raise CommandError(str(error)) from None
        tell(self.stdout, outcome, as_json=options["json"], dry_run=options["dry_run"])
