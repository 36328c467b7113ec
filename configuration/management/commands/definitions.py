"""``./manage.py definitions check|plan|apply|export|fmt|schema [DIR…]``: a folder becomes a site, and back."""

import argparse
import json
import re
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from tqdm import tqdm

from configuration import json_schema, layers, report
from configuration.apply import apply, refuse
from configuration.check import Checked, advice, check
from configuration.export import export
from configuration.fmt import formatted
from configuration.offline import unless_database
from configuration.plan import PlanChange, plan
from configuration.text.folder import RefusedFile, files
from configuration.text.problems import SHOWN, DefinitionsError, Problem

EXAMPLES = """examples:
  ./manage.py definitions check
  ./manage.py definitions plan definitions/qingdao definitions/demo
  ./manage.py definitions apply definitions/qingdao --take admin
  ./manage.py definitions export /tmp/backup
  ./manage.py definitions fmt --check definitions/qingdao
Without folders, those of DEFINITIONS are used. Later folders add to earlier ones and override their keys. A folder of
layers, as export writes it, stands for the layers in it."""

VERBS = {
    "check": "say every mistake, with file, line and what would be right",
    "plan": "say what an apply would change; write nothing",
    "apply": "make the site what the definitions say, all or nothing",
    "export": "write what the site holds back into a folder",
    "fmt": "bring files into their canonical form",
    "schema": "write JSON Schema files for editors into a folder",
}


WRITTEN = {"export", "schema"}
WITHOUT_DATABASE = {"check", "fmt", "schema"}
UNASKED = "There is no database: renamings, and references to what was made in the admin, are not looked up."


class Command(BaseCommand):
    help = "Check, plan, apply, export or format the definitions of the site."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for verb, meaning in VERBS.items():
            parsed = verbs.add_parser(verb, help=meaning, description=meaning)
            parsed.add_argument("folders", nargs="*", type=Path, metavar="DIR")
            parsed.add_argument("--json", action="store_true", help="answer for a machine")
            if verb in {"plan", "apply"}:
                parsed.add_argument("--take", choices=("files", "admin"), help="who wins where the admin was edited")
            if verb == "export":
                parsed.add_argument("--fresh", action="store_true", help="canonical form, wording of files ignored")
            if verb == "fmt":
                parsed.add_argument("--check", action="store_true", help="only say what is not in canonical form")

    def handle(self, *args: Any, verb: str, folders: list[Path], **options: Any) -> None:
        self.options = options
        named = folders or [Path(folder) for folder in settings.DEFINITIONS]
        self.folders = named if verb in WRITTEN else [layer for folder in named for layer in layers.layers_of(folder)]
        if verb in WRITTEN and not folders:
            raise CommandError(f"Name the folder to write: ./manage.py definitions {verb} DIR")
        if not self.folders:
            raise CommandError("Name a folder of definitions, or set DEFINITIONS.")
        try:
            if verb in WITHOUT_DATABASE:
                with unless_database() as self.offline:
                    getattr(self, f"_{verb}")()
            else:
                getattr(self, f"_{verb}")()
        except DefinitionsError as error:
            self._tell_problems(error)
            sys.exit(1)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database does not answer as it should ({error}). Run ./manage.py migrate."
            ) from None

    def _read(self) -> Checked:
        checked = check(layers.read(self.folders))
        refuse(checked)
        return checked

    def _check(self) -> None:
        checked = check(layers.read(self.folders))
        if checked.problems:
            raise DefinitionsError(checked.problems)
        count = len(checked.reading.entries)
        lines = [f"{count} definitions in {len(checked.reading.texts)} files, nothing wrong."]
        if self.offline:
            lines.append(UNASKED)
        found = list(advice(checked))
        self._answer(
            [*report.advice(found), *lines], {"problems": [], "advice": [problem.as_data() for problem in found]}
        )

    def _plan(self) -> None:
        made = plan(self._read(), take=self.options["take"])
        self._answer(report.lines(made, self._command("apply")), report.as_data(made))

    def _apply(self) -> None:
        checked = self._read()
        done = apply(checked, take=self.options["take"], tell=self.stderr.write, track=self._track)
        kept = [line for line in report.lines(done, "") if line.startswith("  !")]
        said = re.sub(r"(?<=\d )to (\w+?)e?\b", r"\1ed", report.summary(done))
        self._answer([*kept, f"Applied: {said}."], report.as_data(done))

    def _export(self) -> None:
        changed = export(self.folders, fresh=self.options["fresh"]).write()
        lines = [*(f"  {path}" for path in changed), f"{len(changed)} files changed."]
        self._answer(lines, {"changed": [str(path) for path in changed]})

    def _fmt(self) -> None:
        problems: list[Problem] = []
        changed: list[str] = []
        for folder in self.folders:
            for text in files(folder, folder.resolve().name):
                if isinstance(text, RefusedFile):
                    problems.extend(text.problems)
                    continue
                try:
                    new = formatted(text)
                except DefinitionsError as error:
                    problems.extend(error.problems)
                    continue
                if new != text.content:
                    changed.append(text.shown)
                    if not self.options["check"]:
                        (folder / text.path).write_bytes(new.encode())
        said = "not in canonical form; run ./manage.py definitions fmt" if self.options["check"] else "formatted"
        self._answer([f"  {name}  {said}" for name in changed], {"changed": changed})
        if problems:
            raise DefinitionsError(problems)
        if changed and self.options["check"]:
            sys.exit(1)

    def _schema(self) -> None:
        if len(self.folders) != 1:
            raise CommandError("Name one folder for the schema files.")
        paths = json_schema.write(self.folders[0])
        self._answer([f"{len(paths)} schema files in {self.folders[0]}."], {"written": [str(path) for path in paths]})

    def _track(self, steps: list[PlanChange]) -> Iterable[PlanChange]:
        hidden = self.options["json"] or not sys.stderr.isatty()
        return tqdm(steps, desc="definitions", unit="", disable=hidden)

    def _command(self, verb: str) -> str:
        return f"./manage.py definitions {verb} {shlex.join(str(folder) for folder in self.folders)}"

    def _answer(self, lines: Iterable[str], data: dict[str, Any]) -> None:
        if self.options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.writelines(f"{line}\n" for line in lines)

    def _tell_problems(self, error: DefinitionsError) -> None:
        if self.options["json"]:
            self.stdout.write(json.dumps({"problems": [p.as_data() for p in error.problems]}, ensure_ascii=False))
            return
        for problem in error.problems[:SHOWN]:
            self.stderr.write(f"{problem}\n")
        count = len(error.problems)
        self.stderr.write(f"{count} problem{'s' if count > 1 else ''}; nothing was changed.")
