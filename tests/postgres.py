"""A PostgreSQL of our own for tests: a private cluster in a temporary folder, on a free port, gone afterwards.

`from tests.postgres import postgres` gives a session fixture whose value is the address of an empty database, as
TEST_DATABASE_URL takes it. Django's search index is another model on each database, so whatever uses models there runs
in a process of its own: ``suite(postgres, "tests/search/test_postgres.py")``.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.running import ROOT

# Full-text search of PostgreSQL needs a locale that knows letters beyond ASCII.
INITDB = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")


class MissingError(Exception):
    """PostgreSQL is not installed; the sentence says how to get it."""


def _programs() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), reverse=True)
    found = shutil.which("pg_ctl") or (versions[0] if versions else None)
    if found is None:
        raise MissingError("PostgreSQL is not installed: apt-get install postgresql")
    return Path(found).parent


def _run(*command, check=True):
    """Run COMMAND as somebody other than root, which PostgreSQL refuses."""
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(list(map(str, command)), check=check, stdout=subprocess.DEVNULL, cwd="/", timeout=120, **who)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def postgres():
    try:
        with cluster() as address:
            yield address
    except MissingError as missing:
        pytest.skip(str(missing))


@contextmanager
def cluster():
    """Run a cluster as long as the block lasts; give the address of an empty database."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()
    try:
        _run(programs / "initdb", "-D", data, *INITDB)
        options = f"-p {port} -k {folder} -h 127.0.0.1 -F"
        _run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def suite(address, *paths, timeout=900):
    """Run the tests of PATHS on the PostgreSQL at ADDRESS, in a process of their own; return what pytest printed."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *paths]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | {"TEST_DATABASE_URL": address},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout
