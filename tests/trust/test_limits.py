"""Bar 10: attempts counted from several processes at once are counted exactly."""

import subprocess
import sys

import pytest

from tests.prepared import fresh
from tests.running import ROOT

pytestmark = pytest.mark.own_site
TRIES, PROCESSES = 250, 4
SCRIPT = f"""
from portal.kit.limits import Limit
limit = Limit("bar-10", times={TRIES * PROCESSES - 1}, seconds=86_400)
print(sum(limit.take("somebody") for _ in range({TRIES})))
"""


def test_attempts_of_four_processes_are_counted_exactly(tmp_path, tmp_path_factory):
    site = fresh(tmp_path, tmp_path_factory)
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", SCRIPT]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE) for _ in range(PROCESSES)
    ]
    allowed = [int(process.communicate(timeout=120)[0].split()[-1]) for process in running]
    assert sum(allowed) == TRIES * PROCESSES - 1
