"""The same part of the bench on PostgreSQL: a cluster of our own, and a process of its own, since models differ."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from django.db import connection

from tests.postgres import MissingError, cluster
from tests.running import ROOT


def rows(part: str) -> Iterator[list[str]]:
    """Yield the rows of PART on PostgreSQL; nothing where this is that process already."""
    if connection.vendor == "postgresql":
        return
    try:
        with cluster() as address:
            yield from _rows(part, address)
    except MissingError as missing:
        yield [f"PostgreSQL: skipped. {missing}"]


def _rows(part: str, address: str) -> Iterator[list[str]]:
    command = [sys.executable, "-m", "bench", "--rows", part]
    environment = os.environ | {"TEST_DATABASE_URL": address}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            if line.startswith("["):
                yield json.loads(line)
    assert process.returncode == 0, f"{part} failed on PostgreSQL"
