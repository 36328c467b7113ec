"""An import from the first look to the report: recorded with file, checksum and person, so that it can be undone."""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from catalog.importers.areas.mapping import AreaMapping
from catalog.importers.areas.taking import import_areas
from catalog.importers.journal import Journal
from catalog.importers.mapping import AnyMapping, Mapping
from catalog.importers.outcome import ImportRemark, Outcome
from catalog.importers.sources import SourceError
from catalog.importers.taking import import_table
from catalog.importers.writing import import_items
from catalog.models import ImportRun
from portal.kit import clock, published
from portal.users.models import User

REMARKS = 1000  # kept of one run; a list with more is wrong as a whole, and the counts say so
CHUNK = 1 << 20
# States from which a run may be written; one with the status RUNNING was killed.
BEGIN = (ImportRun.Status.WAITING, ImportRun.Status.STOPPED, ImportRun.Status.RUNNING)


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
    publish: bool = False,
    journal: Journal | None = None,
) -> Outcome:
    """Import the list at PATH, which people call NAME, by its MAPPING of any kind.

    PUBLISH holds for items alone; without it they are drafts. Raises SourceError for another list.
    """
    if publish and not isinstance(mapping, Mapping):
        raise SourceError(_("Only items are published by an import: this mapping is for another kind of list."))
    options: dict[str, Any] = {"path": path, "dry_run": dry_run, "quiet": quiet, "journal": journal or Journal()}
    if isinstance(mapping, Mapping):
        return import_items(mapping=mapping, publish=publish, **options)
    if isinstance(mapping, AreaMapping):
        return import_areas(mapping=mapping, name=name, **options)
    return import_table(mapping=mapping, **options)


def record(
    *, path: Path, name: str, mapping: str, by: User | None, status: str = ImportRun.Status.WAITING
) -> ImportRun:
    """Return a new run for the list at PATH, which people call NAME."""
    return ImportRun.objects.create(
        mapping=mapping, file_name=name[:200], checksum=checksum(path), status=status, by=by, started_at=clock.now()
    )


def carry_out(run: ImportRun, *, path: Path, mapping: AnyMapping, quiet: bool = True, publish: bool = False) -> Outcome:
    """Import the list of RUN in short transactions and note what came of it.

    A run that was stopped half-way goes over its list again: what is done stays as it is. Raises what the import
    raises; the state of RUN then says whether anything was written.
    """
    begun = ImportRun.objects.filter(pk=run.pk, status__in=BEGIN)
    if not begun.update(status=ImportRun.Status.RUNNING):
        raise SourceError(_("Import %(number)s was written or taken back already.") % {"number": run.pk})
    run.refresh_from_db()
    done_before = run.rows_done
    try:
        outcome = take(
            path=path, name=run.file_name, mapping=mapping, quiet=quiet, publish=publish, journal=Journal(run)
        )
    except BaseException:
        _stop(run)
        raise
    if done_before:
        what = _("an earlier attempt stopped after row %(row)s") % {"row": done_before}
        outcome.remark([ImportRemark(0, "warned", what, _("what it wrote counts as unchanged"))])
    finish(run, ImportRun.Status.DONE, report(outcome))
    return outcome


def at_once(*, path: Path, mapping: AnyMapping, quiet: bool = True, publish: bool = False) -> tuple[ImportRun, Outcome]:
    """Import the list at PATH as a run of its own, for an operator; where nothing was written there was no run."""
    if not path.is_file():
        raise SourceError(_("%(name)s is no file that can be read.") % {"name": path.name})
    run = record(path=path, name=path.name, mapping=mapping.mapping, by=None)
    try:
        return run, carry_out(run, path=path, mapping=mapping, quiet=quiet, publish=publish)
    except Exception as error:
        run.refresh_from_db()
        if not run.changes.exists():
            run.delete()
            raise
        said = _(
            "Import %(number)s stopped after %(rows)s rows: %(error)s. Import the list again, or take back what was "
            "written: ./manage.py undo_import %(number)s"
        )
        raise SourceError(said % {"number": run.pk, "rows": run.rows_done, "error": error}) from error


def _stop(run: ImportRun) -> None:
    """Note that RUN ended early, as far as the database can be written at all."""
    with suppress(DatabaseError):
        status = ImportRun.Status.STOPPED if run.changes.exists() else ImportRun.Status.WAITING
        ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.RUNNING).update(status=status)
        published.bump()


def finish(run: ImportRun, status: str, said: dict[str, Any]) -> None:
    """Close RUN with its report, unless somebody cancelled it or began to take it back."""
    run.report, run.finished_at = said, clock.now()
    run.save(update_fields=["report", "finished_at"])
    stopped = ImportRun.Status.CANCELLED, ImportRun.Status.UNDOING, ImportRun.Status.UNDONE
    ImportRun.objects.filter(pk=run.pk).exclude(status__in=stopped).update(status=status)
    run.refresh_from_db(fields=["status"])


def report(outcome: Outcome) -> dict[str, Any]:
    """Return OUTCOME as it is kept: refusals and conflicts first, the rest as far as there is room."""
    data = outcome.as_data()
    grave = {"refused": 0, "kept": 1}
    remarks = sorted(data["remarks"], key=lambda remark: grave.get(remark["verb"], 2))
    groups = sorted(data["groups"], key=lambda group: grave.get(group["verb"], 2))[:REMARKS]
    return data | {"groups": groups, "remarks": remarks[:REMARKS], "left_off": max(0, len(remarks) - REMARKS)}
