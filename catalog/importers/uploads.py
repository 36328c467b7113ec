"""A list that arrives through the admin: kept until the worker has read it, tried out, written or thrown away.

No web thread opens the file: it takes the bytes, looks at how they begin, and hands them to the worker.
"""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.importers import mapping as mappings
from catalog.importers import runs, sources
from catalog.importers.journal import TakenBackError
from catalog.importers.mapping import AnyMapping, Mapping
from catalog.importers.sources import SourceError
from catalog.models import ImportRun, Organisation
from configuration.text.problems import DefinitionsError
from portal.kit import file_limits, filetypes
from portal.users.models import User

MAX_BYTES = file_limits.UPLOADED_LIST_BYTES
MAX_ROWS = file_limits.UPLOADED_LIST_ROWS
KEPT = 24 * 60 * 60  # seconds for which a list waits to be written

# What is wrong with the list or its mapping, not with us; the text says what to do.
FAILURES = (SourceError, DefinitionsError, Organisation.DoesNotExist)
# Nothing is written yet; what is being written is taken back instead.
OPEN = (ImportRun.Status.READING, ImportRun.Status.PREVIEWED, ImportRun.Status.WAITING)


class TooLargeError(SourceError):
    """The list is for the command line; the sentence says so."""


def known_mappings() -> dict[str, Path]:
    """Return the mappings that lie beside the site's definitions, by the name of their file."""
    folder = Path(settings.DEFINITIONS[0]).parent / "mappings"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def titles() -> dict[str, str]:
    """Return what people call the lists of the known mappings, by the name of the mapping's file."""
    found = {}
    for name, path in known_mappings().items():
        try:
            found[name] = mappings.read(path).title
        except DefinitionsError:  # said when it is chosen, with its lines
            found[name] = ""
    return found


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


def keep(*, file: "UploadedFile[Any]", mapping: str, by: User, publish: bool = False) -> ImportRun:
    """Keep FILE, checked before, for the worker, and return its run. Raises one of FAILURES for a wrong mapping."""
    read = read_mapping(mapping)
    if publish and not isinstance(read, Mapping):
        raise SourceError(_("Only items are published by an import: this mapping is for another kind of list."))
    path = _folder() / f"{uuid.uuid4().hex}{filetypes.suffix(file)}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    run = runs.record(path=path, name=file.name or "", mapping=read.mapping, by=by, status=ImportRun.Status.READING)
    run.report = {
        "chosen": mapping,
        "kept_as": path.name,
        "language": translation.get_language(),
        "publish": publish,
    }
    run.save(update_fields=["report"])
    return run


def cancel(run: ImportRun) -> bool:
    """Cancel RUN and delete its list; return whether that was possible: nothing of it was written yet."""
    cancelled = ImportRun.objects.filter(pk=run.pk, status__in=OPEN).update(status=ImportRun.Status.CANCELLED)
    if cancelled:
        _forget(_list_of(run))
    return bool(cancelled)


# --- What the worker does ---------------------------------------------------------------------------------------------
def try_out(run: ImportRun) -> None:
    """Read the list of RUN and note what it would do; nothing is written, and a list that cannot be read is deleted."""
    path = _list_of(run)
    kept = {name: run.report[name] for name in ("chosen", "kept_as", "language", "publish") if name in run.report}
    try:
        with _read(run, path) as mapping:
            assert path is not None  # noqa: S101  _read refuses a run without a list
            total = _count(path, mapping)
            publish = run.report.get("publish", False)
            outcome = runs.take(path=path, name=run.file_name, mapping=mapping, dry_run=True, publish=publish)
            runs.finish(run, ImportRun.Status.PREVIEWED, runs.report(outcome) | kept | {"total": total})
    except FAILURES as error:
        runs.finish(run, ImportRun.Status.FAILED, run.report | {"failure": _sentence(error, path, run)})
        _forget(path)


def write(run: ImportRun) -> None:
    """Write the list of RUN; its report holds the result, a failure included.

    The list is kept where something unforeseen stops the run, so that it can be written again.
    """
    path, said = _list_of(run), run.report
    try:
        with _read(run, path) as mapping:
            assert path is not None  # noqa: S101  _read refuses a run without a list
            runs.carry_out(run, path=path, mapping=mapping, publish=said.get("publish", False))
    except (*FAILURES, TakenBackError) as error:
        status = ImportRun.Status.STOPPED if run.changes.exists() else ImportRun.Status.FAILED
        runs.finish(run, status, said | {"failure": _sentence(error, path, run)})
    _forget(path)


@contextmanager
def _read(run: ImportRun, path: Path | None) -> Iterator[AnyMapping]:
    """Give the mapping of RUN, whose list lies at PATH, in the language of the person who uploaded it."""
    with translation.override(run.report.get("language")):
        if path is None or not path.is_file() or runs.checksum(path) != run.checksum:
            raise SourceError(_("The list is not there any more: upload it again."))
        yield read_mapping(run.report["chosen"])


def _sentence(error: Exception, path: Path | None, run: ImportRun) -> str:
    """Return what ERROR says, with the name that people know the list by."""
    if isinstance(error, DefinitionsError):
        return "\n".join(map(str, error.problems))
    if isinstance(error, Organisation.DoesNotExist):
        return _("No organisation has the code under `below`: apply the definitions first.")
    return str(error).replace(path.name, run.file_name) if path else str(error)


def _count(path: Path, mapping: AnyMapping) -> int:
    """Return how many rows the list at PATH has; raises TooLargeError."""
    rows = 0
    for rows, _row in enumerate(sources.rows(path, mapping.layout), 1):
        if rows > MAX_ROWS:
            raise TooLargeError(
                _("The list has more than 5,000 rows; an operator imports it with ./manage.py import_items.")
            )
    return rows


# --- Files ------------------------------------------------------------------------------------------------------------
def sweep() -> None:
    """Delete lists that were tried out a day ago and never written; end runs that the worker never finished."""
    for path in _folder().iterdir():
        if path.stat().st_mtime < time.time() - KEPT:
            path.unlink(missing_ok=True)
    for run in ImportRun.objects.filter(status=ImportRun.Status.READING):
        path_of_list = _list_of(run)
        if path_of_list and not path_of_list.exists():
            sentence = _("The list is not there any more: upload it again.")
            runs.finish(run, ImportRun.Status.FAILED, run.report | {"failure": sentence})


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
