"""``./manage.py search rebuild | status``: write the public index anew, or say how it is."""

import argparse
import json
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.index import documents
from search.index.engines import choice, outside
from search.index.engines.base import EngineDownError, IndexDocument

EXAMPLES = """examples:
  ./manage.py search rebuild
  ./manage.py search status --json
Search goes on while the index is rebuilt. After an update that changes how text becomes tokens, rebuild once."""


class Command(BaseCommand):
    help = "Rebuild the public search index from the database, or say what is in it and whether it is well."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        parser.add_argument("do", choices=("rebuild", "status"))
        parser.add_argument("--json", action="store_true", help="answer for a machine")

    def handle(self, *args: Any, do: str, **options: Any) -> None:
        self.quiet = options["json"] or not options["verbosity"]
        try:
            answer = self._rebuild() if do == "rebuild" else self._status()
        except EngineDownError as down:
            raise CommandError(f"The index in the database is well, the search server is not: {down}") from down
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif options["verbosity"]:
            for name, value in answer.items():
                self.stdout.write(f"{name}: {value}")
        if answer["wrong"]:
            raise CommandError(str(answer["wrong"]))

    def _rebuild(self) -> dict[str, Any]:
        began = time.monotonic()
        written = choice.rebuild(self._entries)
        return {"entries": written, "seconds": round(time.monotonic() - began, 1), "wrong": choice.health()}

    def _status(self) -> dict[str, Any]:
        engine = choice.embedded()
        first = outside.engine()
        return {
            "engine": first.name if first else engine.name,
            "instead": engine.name if first else "",
            "entries": dict(engine.size()),
            "wrong": "; ".join(filter(None, (choice.health(), outside.compared()))),
        }

    def _entries(self) -> Iterator[IndexDocument]:
        yield from tqdm(documents.all_documents(), unit=" entries", disable=True if self.quiet else None)
