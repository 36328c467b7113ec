"""A list that arrives through the admin: limited, kept until it is written, tried out first, watched while it runs."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from catalog.importers import mapping as mappings
from catalog.importers import runs, sources
from catalog.importers.journal import TakenBackError
from catalog.importers.mapping import AnyMapping
from catalog.importers.sources import SourceError
from catalog.models import ImportRun, Organisation
from portal.kit.definitions.problems import DefinitionsError
from portal.users.models import User

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5000
KEPT = 24 * 60 * 60  # seconds for which a list waits to be written

# What is wrong with the list or its mapping, not with us; the text says what to do.
FAILURES = (SourceError, DefinitionsError, Organisation.DoesNotExist)


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


def preview(*, file: "UploadedFile[Any]", mapping: str, by: User) -> ImportRun:
    """Keep FILE, try it out, and return the run with its report; nothing is written. Raises one of FAILURES."""
    suffix = Path(file.name or "").suffix.lower()
    if suffix not in sources.FORMATS:
        raise SourceError(_("Save the list as one of %(formats)s.") % {"formats": ", ".join(sources.FORMATS)})
    if (file.size or 0) > MAX_BYTES:
        raise TooLargeError(_("The list has more than 5 MB; an operator imports it with ./manage.py import_items."))
    read = read_mapping(mapping)
    path = _folder() / f"{uuid.uuid4().hex}{suffix}"
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    try:
        _count(path, read)
        outcome = runs.take(path=path, name=file.name or "", mapping=read, dry_run=True)
    except FAILURES:
        path.unlink()
        raise
    run = runs.record(path=path, name=file.name or "", mapping=read.mapping, by=by, status=ImportRun.Status.PREVIEWED)
    run.report = runs.report(outcome) | {"chosen": mapping, "kept_as": path.name}
    run.save(update_fields=["report"])
    return run


def write(run: ImportRun) -> None:
    """Write the list of RUN; its report says what came of it, whatever that is.

    The list is kept where something unforeseen stops the run, so that it can be written again.
    """
    path, said = _folder() / run.report["kept_as"], run.report
    try:
        if not path.is_file() or runs.checksum(path) != run.checksum:
            raise SourceError(_("The list is not there any more: upload it again."))
        runs.carry_out(run, path=path, mapping=read_mapping(said["chosen"]))
    except (*FAILURES, TakenBackError) as error:
        status = ImportRun.Status.STOPPED if run.changes.exists() else ImportRun.Status.FAILED
        runs.finish(run, status, said | {"failure": str(error)})
    path.unlink(missing_ok=True)


def sweep() -> None:
    """Delete lists that were tried out a day ago and never written."""
    for path in _folder().iterdir():
        if path.stat().st_mtime < time.time() - KEPT:
            path.unlink(missing_ok=True)


def _count(path: Path, mapping: AnyMapping) -> None:
    rows: Iterator[sources.Row] = sources.rows(path, encoding=mapping.encoding)
    if any(row.number > MAX_ROWS for row in rows):
        sentence = _("The list has more than 5,000 rows; an operator imports it with ./manage.py import_items.")
        raise TooLargeError(sentence)


def _folder() -> Path:
    folder = Path(settings.STATE) / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
