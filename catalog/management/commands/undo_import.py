"""``./manage.py undo_import RUN``: takes an import back, as far as nobody worked on what it brought."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.importers.undo import CannotUndoError, goes_first, undo_import
from catalog.models import ImportRun

EXAMPLES = """examples:
  ./manage.py undo_import 12
  ./manage.py undo_import --list
Rows that were edited here since, or on which other rows hang, stay; each is named. Villages go before their towns."""


class Command(BaseCommand):
    help = "Take an import back."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        parser.add_argument("run", type=int, nargs="?", metavar="RUN", help="number of the import")
        parser.add_argument("--anyway", action="store_true", help="even if rows of another import hang on its rows")
        parser.add_argument("--list", action="store_true", help="show the imports")

    def handle(self, *args: Any, run: int | None, **options: Any) -> None:
        if run is None or options["list"]:
            for row in ImportRun.objects.all()[:50]:
                self.stdout.write(f"{row.pk:6}  {row.started_at:%Y-%m-%d %H:%M}  {row.status:10} {row}")
            return
        found = ImportRun.objects.filter(pk=run).first()
        if found is None:
            raise CommandError(f"No import has the number {run}: ./manage.py undo_import --list shows them.")
        above = goes_first(found)
        if above and not options["anyway"]:
            raise CommandError(
                f"Import {above.pk} ({above}) hung rows below organisations of this one: take that back first, "
                "or leave what it hangs on with --anyway."
            )
        try:
            outcome = undo_import(run=found)
        except CannotUndoError as error:
            raise CommandError(str(error)) from None
        for remark in outcome.remarks:
            self.stdout.write(str(remark))
        self.stdout.write(
            f"{outcome.created} rows taken away, {outcome.changed} set back, {len(outcome.remarks)} kept."
        )
