"""A list that arrives through the admin: kept until the worker has read it, tried out, written or thrown away.

No web thread opens the file: it takes the bytes, looks at how they begin, and hands them to the worker. How far the
worker is, and that somebody cancels, is told through small files beside the list: an import locks its own row of the
database until it ends.
"""

import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.importers import mapping as mappings
from catalog.importers import runs, sources
from catalog.importers.journal import Journal
from catalog.importers.mapping import AnyMapping
from catalog.importers.runs import CancelledError
from catalog.importers.sources import SourceError
from catalog.models import ImportRun, Organisation
from portal.kit import file_limits, filetypes
from portal.kit.definitions.problems import DefinitionsError
from portal.users.models import User

MAX_BYTES = file_limits.UPLOADED_LIST_BYTES
MAX_ROWS = file_limits.UPLOADED_LIST_ROWS
KEPT = 24 * 60 * 60  # seconds for which a list waits to be written
STEP = 50  # rows between two notes of how far a run is

# What is wrong with the list or its mapping, not with us; the text says what to do.
FAILURES = (SourceError, DefinitionsError, Organisation.DoesNotExist)
OPEN = (ImportRun.Status.READING, ImportRun.Status.PREVIEWED, ImportRun.Status.WAITING)


class TooLargeError(SourceError):
    """The list is for the command line; the sentence says so."""


def known_mappings() -> dict[str, Path]:
    """Return the mappings that lie beside the site's definitions, by the name of their file."""
    folder = Path(settings.DEFINITIONS[0]).parent / "mappings"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read_mapping(name: str) -> AnyMapping:
    """Return the mapping NAME; SourceError if there is none any more."""
    path = known_mappings().get(name)
    if path is None:
        raise SourceError(_("The mapping '%(name)s' is gone.") % {"name": name})
    return mappings.read(path)


# --- What a web thread does -------------------------------------------------------------------------------------------
def check(file: "UploadedFile[Any]") -> None:
    """Raise SourceError or ValidationError for a FILE that needs no reader to be refused."""
    if (file.size or 0) > MAX_BYTES:
        raise TooLargeError(_("The list has more than 5 MB; an operator imports it with ./manage.py import_items."))
    if filetypes.suffix(file) not in sources.FORMATS:
        raise SourceError(_("Save the list as one of %(formats)s.") % {"formats": ", ".join(sources.FORMATS)})
    filetypes.check(file, sources.FORMATS)


def keep(*, file: "UploadedFile[Any]", mapping: str, by: User) -> ImportRun:
    """Keep FILE, checked before, for the worker, and return its run. Raises one of FAILURES for a wrong mapping."""
    read = read_mapping(mapping)
    path = _folder() / f"{uuid.uuid4().hex}{filetypes.suffix(file)}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    run = runs.record(path=path, name=file.name or "", mapping=read.mapping, by=by, status=ImportRun.Status.READING)
    run.report = {"chosen": mapping, "kept_as": path.name, "language": translation.get_language()}
    run.save(update_fields=["report"])
    return run


def cancel(run: ImportRun) -> bool:
    """Stop RUN and delete its list; return whether it could still be stopped."""
    path, flag = _list_of(run), _cancelled(run)
    flag.touch(mode=0o600)
    stopped = ImportRun.objects.filter(pk=run.pk, status__in=OPEN).update(status=ImportRun.Status.CANCELLED)
    if stopped:
        _forget(path)
    if not stopped or progress(run) is None:
        flag.unlink(missing_ok=True)
    return bool(stopped)


def progress(run: ImportRun) -> int | None:
    """Return how many rows of RUN were read so far, None before the worker has begun."""
    try:
        return int(_progress(run).read_text() or 0)
    except (FileNotFoundError, ValueError):
        return None


# --- What the worker does ---------------------------------------------------------------------------------------------
def try_out(run: ImportRun) -> None:
    """Read the list of RUN and note what it would do; nothing is written, and a list that cannot be read is deleted."""

    def work(path: Path, mapping: AnyMapping, journal: Journal) -> None:
        kept = {name: run.report[name] for name in ("chosen", "kept_as", "language")}
        rows = _count(path, mapping)
        ImportRun.objects.filter(pk=run.pk).update(report=kept | {"total": rows})
        outcome, _journal = runs.take(path=path, name=run.file_name, mapping=mapping, dry_run=True, journal=journal)
        runs.finish(run, ImportRun.Status.PREVIEWED, runs.report(outcome) | kept)

    path = _list_of(run)
    if not _watched(run, work):
        _forget(path)


def write(run: ImportRun) -> None:
    """Write the list of RUN; its report says what came of it, whatever that is."""
    path = _list_of(run)
    try:
        _watched(run, lambda path, mapping, journal: runs.carry_out(run, path=path, mapping=mapping, journal=journal))
    finally:
        _forget(path)


def _watched(run: ImportRun, work: Callable[[Path, AnyMapping, Journal], object]) -> bool:
    """Do WORK with the list of RUN, its mapping and a journal that tells how far it is; return whether it succeeded."""
    path = _list_of(run)
    with translation.override(run.report.get("language")):
        try:
            if path is None or not path.is_file() or runs.checksum(path) != run.checksum:
                raise SourceError(_("The list is not there any more: upload it again."))
            with at_work(run):
                work(path, read_mapping(run.report["chosen"]), _Watched(run))
        except FAILURES as error:
            _fail(run, _sentence(error, path, run))
        except CancelledError:
            ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.CANCELLED)
        else:
            return True
    return False


@contextmanager
def at_work(run: ImportRun) -> Iterator[None]:
    """Show that the worker has begun with RUN."""
    _progress(run).write_text("0")
    try:
        yield
    finally:
        for file in (_progress(run), _cancelled(run)):
            file.unlink(missing_ok=True)


def _fail(run: ImportRun, sentence: str) -> None:
    try:
        runs.finish(run, ImportRun.Status.FAILED, run.report | {"failure": sentence})
    except CancelledError:
        return


def _sentence(error: Exception, path: Path | None, run: ImportRun) -> str:
    """Return what ERROR says, with the name that people know the list by."""
    if isinstance(error, DefinitionsError):
        return "\n".join(map(str, error.problems))
    if isinstance(error, Organisation.DoesNotExist):
        return _("No organisation has the code under `below`: apply the definitions first.")
    return str(error).replace(path.name, run.file_name) if path else str(error)


def _count(path: Path, mapping: AnyMapping) -> int:
    rows = 0
    for row in sources.rows(path, encoding=mapping.encoding):
        rows = row.number
        if rows > MAX_ROWS:
            raise TooLargeError(
                _("The list has more than 5,000 rows; an operator imports it with ./manage.py import_items.")
            )
    return rows


class _Watched(Journal):
    """Tells how far it is through a file, and stops where somebody cancelled."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__()
        self.file, self.flag = _progress(run), _cancelled(run)

    def seen(self, rows: int) -> None:
        if rows % STEP == 0:
            self.file.write_text(str(rows))
            if self.flag.exists():
                raise CancelledError


# --- Files ------------------------------------------------------------------------------------------------------------
def sweep() -> None:
    """Delete lists that were tried out a day ago and never written; end runs that the worker never finished."""
    for path in _folder().iterdir():
        if path.stat().st_mtime < time.time() - KEPT:
            path.unlink(missing_ok=True)
    for run in ImportRun.objects.filter(status=ImportRun.Status.READING):
        path_of_list = _list_of(run)
        if path_of_list and not path_of_list.exists():
            _fail(run, _("The list is not there any more: upload it again."))


def _forget(path: Path | None) -> None:
    if path:
        path.unlink(missing_ok=True)


def _list_of(run: ImportRun) -> Path | None:
    """Return where the list of RUN lies; None for one that an operator imported."""
    name = run.report.get("kept_as")
    return _folder() / name if name else None


def _folder() -> Path:
    folder = Path(settings.STATE) / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _progress(run: ImportRun) -> Path:
    return _folder() / f"{run.pk}.progress"


def _cancelled(run: ImportRun) -> Path:
    return _folder() / f"{run.pk}.cancelled"
