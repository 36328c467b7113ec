"""An import that is killed: what it wrote is known, can be taken back, and is not written a second time."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.importers import mapping, runs, undo, writing
from catalog.importers.journal import TakenBackError
from catalog.models import ImportRun, Organisation, ServiceItem
from portal.kit import turns
from tests.catalog.lists import MAP, numbered, row, write_csv
from tests.prepared import fresh
from tests.queries import statements_that_write
from tests.running import ROOT

ROWS = 330


@pytest.fixture
def path(tmp_path):
    return write_csv(tmp_path / "list.csv", [row(item_code=numbered(n), name=f"事项{n}") for n in range(ROWS)])


@pytest.fixture
def short_turns(monkeypatch):
    """A commit after every part."""
    monkeypatch.setattr(turns, "LENGTH", 0.0)


def waiting(path):
    return runs.record(path=path, name=path.name, mapping="guangan", by=None)


def break_after(monkeypatch, parts, error):
    """Let an import fail with ERROR after so many PARTS."""
    take, done = writing._Run.take, []

    def taking(self, batch):
        if len(done) == parts:
            raise error
        done.append(batch)
        take(self, batch)

    monkeypatch.setattr(writing._Run, "take", taking)


@pytest.mark.django_db
class TestStopped:
    def test_rows_that_were_committed_stay_and_are_known(self, path, short_turns, monkeypatch):
        run = waiting(path)
        break_after(monkeypatch, 2, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            runs.carry_out(run, path=path, mapping=mapping.read(MAP))
        run.refresh_from_db()
        done = ServiceItem.objects.count()
        assert 0 < done < ROWS
        assert (run.status, run.rows_done) == (ImportRun.Status.STOPPED, done)

    def test_second_attempt_writes_the_rest_alone(self, path, short_turns, monkeypatch):
        run = waiting(path)
        with monkeypatch.context() as patched:
            break_after(patched, 2, KeyboardInterrupt())
            with pytest.raises(KeyboardInterrupt):
                runs.carry_out(run, path=path, mapping=mapping.read(MAP))
        done = ServiceItem.objects.count()
        outcome = runs.carry_out(run, path=path, mapping=mapping.read(MAP))
        assert (outcome.created, outcome.unchanged, outcome.changed) == (ROWS - done, done, 0)
        assert run.changes.filter(kind="catalog.serviceitem").count() == ServiceItem.objects.count() == ROWS

    def test_undo_restores_what_every_transaction_wrote(self, path, short_turns, monkeypatch):
        run = waiting(path)
        break_after(monkeypatch, 2, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            runs.carry_out(run, path=path, mapping=mapping.read(MAP))
        undo.undo_import(run=run)
        assert not ServiceItem.objects.exists()
        assert not Organisation.objects.filter(path__startswith="/guangan/").exists()

    def test_undo_that_ends_early_is_continued(self, path, short_turns, monkeypatch):
        run = waiting(path)
        runs.carry_out(run, path=path, mapping=mapping.read(MAP))
        take, calls = undo._Undo.take, []

        def taking(self, batch):
            calls.append(batch)
            if len(calls) == 4:
                raise KeyboardInterrupt
            take(self, batch)

        with monkeypatch.context() as patched:
            patched.setattr(undo._Undo, "take", taking)
            with pytest.raises(KeyboardInterrupt):
                undo.undo_import(run=run)
        left = ServiceItem.objects.count()
        assert 0 < left < ROWS
        outcome = undo.undo_import(run=run)
        run.refresh_from_db()
        assert not ServiceItem.objects.exists()
        assert run.status == ImportRun.Status.UNDONE
        assert outcome.created == run.undo_report["created"] == run.changes.count()

    def test_import_stops_when_it_is_taken_back_meanwhile(self, path, short_turns, monkeypatch):
        run = waiting(path)
        keep = writing._Run.keep

        def keeping(self):
            keep(self)
            ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.UNDOING)

        monkeypatch.setattr(writing._Run, "keep", keeping)
        with pytest.raises(TakenBackError):
            runs.carry_out(run, path=path, mapping=mapping.read(MAP))
        run.refresh_from_db()
        assert run.status == ImportRun.Status.UNDOING

    def test_dry_run_takes_no_lock(self, path):
        with CaptureQueriesContext(connection) as asked:
            runs.take(path=path, name=path.name, mapping=mapping.read(MAP), dry_run=True)
        assert asked.captured_queries
        assert not statements_that_write(asked.captured_queries)


@pytest.mark.slow
@pytest.mark.xdist_group("kill")
@pytest.mark.own_site
def test_import_is_killed_and_run_again(tmp_path, tmp_path_factory):
    site = fresh(tmp_path / "site", tmp_path_factory)
    rows = [row(item_code=numbered(n), name=f"事项{n}") for n in range(1500)]
    path = write_csv(tmp_path / "list.csv", rows)
    command = [sys.executable, "manage.py", "import_items", str(path), "--mapping", str(MAP), "--json"]
    process = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.DEVNULL)
    while not (done := rows_done(site)):
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert done < 1500
    site.manage("import_items", str(path), "--mapping", str(MAP), "--json")
    assert items(site) == 1500
    for number in (2, 1):
        site.manage("undo_import", str(number), "--anyway")
    assert items(site) == 0


def ask(site, question):
    """Ask the database file itself: a command takes seconds to start, in which the import goes on."""
    with contextlib.closing(sqlite3.connect(site.state / "portal.sqlite3", timeout=20)) as database:
        return database.execute(question).fetchone()[0]


def rows_done(site):
    return ask(site, "SELECT coalesce(sum(rows_done), 0) FROM catalog_importrun")


def items(site):
    question = "SELECT count(*) FROM catalog_serviceitem WHERE imported_from = 'guangan' AND retired_at IS NULL"
    return ask(site, question)
