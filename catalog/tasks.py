"""Background tasks of the catalogue; each is safe to run twice."""

from django_tasks import task

from catalog.importers import uploads
from catalog.importers.runs import BEGIN
from catalog.importers.undo import undo_import
from catalog.models import ImportRun
from portal.users.models import User


@task(backend="worker")
def try_out_import(pk: int) -> None:
    """Read the list of the run PK and report what it would do, unless that is done."""
    run = ImportRun.objects.get(pk=pk)
    if run.status == ImportRun.Status.READING:
        uploads.try_out(run)


@task(backend="worker")
def write_import(pk: int) -> None:
    """Write the list of the run PK, unless that is done."""
    run = ImportRun.objects.get(pk=pk)
    if run.status in BEGIN:
        uploads.write(run)


@task(backend="worker")
def take_back(pk: int, by: int) -> None:
    """Take the run PK back for the person BY, unless that is done."""
    run = ImportRun.objects.get(pk=pk)
    if run.status == ImportRun.Status.UNDOING:
        undo_import(run=run, by=User.objects.filter(pk=by).first())
