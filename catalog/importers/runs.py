"""An import from the first look to the report: recorded with file, checksum and person, so that it can be undone."""

import hashlib
from pathlib import Path
from typing import Any

from django.db import transaction

from catalog.importers.areas.mapping import AreaMapping
from catalog.importers.areas.taking import import_areas
from catalog.importers.journal import Journal
from catalog.importers.mapping import AnyMapping, Mapping
from catalog.importers.outcome import Outcome
from catalog.importers.sources import SourceError
from catalog.importers.taking import import_table
from catalog.importers.writing import import_items
from catalog.models import ImportRun
from portal.kit import clock
from portal.users.models import User

REMARKS = 1000  # kept of one run; a list with more is wrong as a whole, and the counts say so
CHUNK = 1 << 20


def checksum(path: Path) -> str:
    """Return the SHA-256 of the file PATH."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def take(
    *,
    path: Path,
    name: str,
    mapping: AnyMapping,
    quiet: bool = True,
    dry_run: bool = False,
    journal: Journal | None = None,
) -> tuple[Outcome, Journal]:
    """Import the list at PATH, which people call NAME, by its MAPPING, whatever it holds."""
    journal = journal or Journal()
    options: dict[str, Any] = {"path": path, "dry_run": dry_run, "quiet": quiet, "journal": journal}
    if isinstance(mapping, Mapping):
        return import_items(mapping=mapping, **options), journal
    if isinstance(mapping, AreaMapping):
        return import_areas(mapping=mapping, name=name, **options), journal
    return import_table(mapping=mapping, **options), journal


def record(
    *, path: Path, name: str, mapping: str, by: User | None, status: str = ImportRun.Status.WAITING
) -> ImportRun:
    """Return a new run for the list at PATH, which people call NAME."""
    return ImportRun.objects.create(
        mapping=mapping, file_name=name[:200], checksum=checksum(path), status=status, by=by, started_at=clock.now()
    )


def carry_out(
    run: ImportRun, *, path: Path, mapping: AnyMapping, quiet: bool = True, journal: Journal | None = None
) -> Outcome:
    """Import the list of RUN and note what came of it; all or nothing, the report too."""
    with transaction.atomic():
        outcome, notes = take(path=path, name=run.file_name, mapping=mapping, quiet=quiet, journal=journal)
        notes.save(run)
        finish(run, ImportRun.Status.DONE, report(outcome))
    return outcome


def at_once(*, path: Path, mapping: AnyMapping, quiet: bool = True) -> tuple[ImportRun, Outcome]:
    """Import the list at PATH as a run of its own, for an operator; where it fails there was no run."""
    if not path.is_file():
        raise SourceError(f"{path.name} cannot be read: no such file.")
    run = record(path=path, name=path.name, mapping=mapping.mapping, by=None)
    try:
        return run, carry_out(run, path=path, mapping=mapping, quiet=quiet)
    except Exception:
        run.delete()
        raise


class CancelledError(Exception):
    """Somebody cancelled the run while it was at work: nothing of it is kept."""


def finish(run: ImportRun, status: str, said: dict[str, Any]) -> None:
    """Close RUN with its report; raises CancelledError if it was cancelled meanwhile."""
    run.status, run.report, run.finished_at = status, said, clock.now()
    rows = ImportRun.objects.filter(pk=run.pk).exclude(status=ImportRun.Status.CANCELLED)
    if not rows.update(status=status, report=said, finished_at=run.finished_at):
        raise CancelledError


def report(outcome: Outcome) -> dict[str, Any]:
    """Return OUTCOME as it is kept: refusals and conflicts first, the rest as far as there is room."""
    data = outcome.as_data()
    grave = {"refused": 0, "kept": 1}
    remarks = sorted(data["remarks"], key=lambda remark: grave.get(remark["verb"], 2))
    return data | {"remarks": remarks[:REMARKS], "left_off": max(0, len(remarks) - REMARKS)}
