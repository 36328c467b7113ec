"""``./manage.py import_organisations``: statistical lists become towns and stations below a root."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.importers.areas import Lists, import_organisations
from catalog.importers.outcome import tell
from catalog.importers.sources import SourceError
from catalog.models import Organisation

EXAMPLES = """examples:
  ./manage.py import_organisations --root qingdao --streets streets_2023.csv --villages villages_2021.csv
  ./manage.py import_organisations --root qingdao --areas areas_2023.csv --dry-run
The year of a list is read from its file name. A second run of the same lists changes nothing."""


class Command(BaseCommand):
    help = "Import districts, streets and villages from statistical lists."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        parser.add_argument("--root", required=True, help="code of the organisation at the top")
        parser.add_argument("--areas", type=Path, metavar="FILE", help="columns code6, name")
        parser.add_argument("--streets", type=Path, metavar="FILE", help="columns code9, name, area_code6")
        parser.add_argument("--villages", type=Path, metavar="FILE", help="columns code12, name, street_name")
        for level in ("district", "town", "village"):
            parser.add_argument(f"--{level}", default=level, metavar="LEVEL", help=f"the site's level of a {level}")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--json", action="store_true", help="answer for a machine")

    def handle(self, *args: Any, root: str, **options: Any) -> None:
        names = ("areas", "streets", "villages", "district", "town", "village")
        lists = Lists(**{name: options[name] for name in names})
        if not (lists.areas or lists.streets or lists.villages):
            raise CommandError("Name at least one list: --areas, --streets or --villages.")
        try:
            outcome = import_organisations(lists=lists, root=root, dry_run=options["dry_run"], quiet=options["json"])
        except SourceError as error:
            raise CommandError(str(error)) from None
        except Organisation.DoesNotExist:
            raise CommandError(f"No organisation '{root}': apply the definitions first, or correct --root.") from None
        tell(self.stdout, outcome, as_json=options["json"], dry_run=options["dry_run"])
