"""A PostgreSQL of our own for tests: a private cluster in a temporary folder, on a free port, gone afterwards.

``python -m tests.postgres COMMAND …`` runs COMMAND with a cluster as its test database and ends with its exit code:
``python -m tests.postgres pytest -q tests/catalog``. All processes of the run share the cluster.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import free_port

# Full-text search of PostgreSQL needs a locale that knows letters beyond ASCII.
INITDB = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
# Nothing in a test database has to survive a power cut.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "shared_buffers": "256MB",
}


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


@contextmanager
def cluster() -> Iterator[str]:
    """Run a cluster as long as the block lasts; give the address of an empty database."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", free_port()
    try:
        _run(programs / "initdb", "-D", data, *INITDB)
        options = [f"-p {port} -k {folder} -h 127.0.0.1", *(f"-c {name}={value}" for name, value in SETTINGS.items())]
        _run(programs / "pg_ctl", "-D", data, "-o", " ".join(options), "-l", folder / "log", "-w", "start")
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run COMMAND on a cluster of its own; return its exit code."""
    # Whoever stops us stops the cluster too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with cluster() as address:
            return subprocess.run(command, env=os.environ | {"TEST_DATABASE_URL": address}, check=False).returncode
    except MissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
