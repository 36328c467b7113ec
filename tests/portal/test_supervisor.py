"""The supervisor on real processes: it restarts, it waits longer each time, and nothing outlives it."""

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.running import ROOT

PATIENCE = 60  # seconds
PROGRAM = """
import os, subprocess, sys, time
with open({log!r}, "a") as log:
    log.write(f"{{os.getpid()}} {{time.monotonic()}}\\n")
if {dies}:
    sys.exit(3)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open({log!r} + ".child", "a") as log:
    log.write(f"{{child.pid}}\\n")
time.sleep(600)
"""
SUPERVISOR = """
import logging
from portal.server.supervisor import Program, supervise
logging.basicConfig()
supervise([Program("program", ["supervised_program"])], lambda: None)
print("stopped")
"""


class Running:
    def __init__(self, folder: Path, *, dies: bool) -> None:
        self.log = folder / "starts"
        (folder / "supervised_program.py").write_text(PROGRAM.format(log=str(self.log), dies=dies))
        environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
        self.output = (folder / "output").open("w+")
        command = [sys.executable, "-c", SUPERVISOR]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=self.output, stderr=self.output)

    def starts(self, number: int = 1) -> list[tuple[int, float]]:
        """Wait until the program was started NUMBER times; return process id and moment of each start."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            lines = self.log.read_text().splitlines() if self.log.exists() else []
            if len(lines) >= number:
                return [(int(pid), float(moment)) for pid, moment in map(str.split, lines)]
            time.sleep(0.05)
        raise AssertionError(f"not started {number} times")

    def child(self) -> int:
        path = Path(f"{self.log}.child")
        wait_until(lambda: path.exists() and path.read_text().endswith("\n"))
        return int(path.read_text().split()[-1])

    def said(self) -> str:
        self.output.seek(0)
        return self.output.read()


def wait_until(done, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_gone(pid):
    try:
        return "Z" in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True


@pytest.fixture
def run(tmp_path):
    started = []

    def run(*, dies=False):
        started.append(Running(tmp_path, dies=dies))
        return started[-1]

    yield run
    for running in started:
        running.process.kill()
        running.process.wait()
        running.output.close()


def test_killed_program_starts_again_at_once_and_its_children_are_gone(run):
    running = run()
    child = running.child()
    pid = running.starts()[0][0]
    os.kill(pid, signal.SIGKILL)
    again = running.starts(2)[1][0]
    assert again != pid
    assert is_gone(child)
    assert "The program was killed by signal 9; it starts again at once." in running.said()


def test_program_that_dies_each_time_starts_less_and_less_often(run):
    running = run(dies=True)
    moments = [moment for _pid, moment in running.starts(5)]
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert pauses[1] > 0.9
    assert pauses[2] > 1.9
    assert pauses[3] > 3.9
    assert "ended by itself with code 3; it starts again in 4 s." in running.said()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_ends_everything_quickly(run, number):
    running = run()
    pid, child = running.starts()[0][0], running.child()
    running.process.send_signal(number)
    began = time.monotonic()
    assert running.process.wait(timeout=PATIENCE) == 0
    assert time.monotonic() - began < 10
    assert is_gone(pid)
    assert is_gone(child)
    assert "stopped" in running.said()


def test_nothing_outlives_a_killed_supervisor(run):
    running = run()
    pid, child = running.starts()[0][0], running.child()
    running.process.kill()
    wait_until(lambda: is_gone(pid) and is_gone(child), seconds=15)
