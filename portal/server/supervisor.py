"""Supervisor of the programs of a site: starts again those that ended, and never stops a running one.

It asks no program whether it is well: a server whose threads are all busy is alive. It holds no connection to the
database, so that no lock delays it.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

LOOK = 0.2  # seconds between two looks
LONGEST_WAIT = 30.0  # seconds until the next start, however often it died
PROVEN = 60.0  # seconds of life after which earlier deaths no longer count
LEAVE = 10.0  # seconds to end in an orderly way

log = logging.getLogger(__name__)


@dataclass
class Program:
    """A module run as a process with ARGUMENTS; ``deaths`` in a row, and ``due``: when it starts next (monotonic)."""

    name: str
    arguments: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def look(self) -> None:
        """Start it if it is due; note its death."""
        if self.process is not None and self.process.poll() is not None:
            self._died(_how(self.process.returncode))
        if self.process is None and time.monotonic() >= self.due:
            self._start()

    def end(self) -> None:
        """Ask it to end."""
        self.due = float("inf")
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def has_ended(self) -> bool:
        """Return whether the process itself is gone."""
        return self.process is None or self.process.poll() is not None

    def clear(self) -> None:
        """Kill what is left of it: itself and every process that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            if self.process.stdin:
                self.process.stdin.close()
            self.process = None

    def _start(self) -> None:
        command = [sys.executable, "-m", "portal.server.orphans", *self.arguments]
        self.started = time.monotonic()
        try:
            # A session of its own: Ctrl-C reaches the supervisor alone, and what it started can be killed together.
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
        except OSError as error:
            self._died(f"could not be started ({error.strerror})")

    def _died(self, how: str) -> None:
        self.clear()
        now = time.monotonic()
        self.deaths = 1 if now - self.started > PROVEN else self.deaths + 1
        pause = min(LONGEST_WAIT, 2.0 ** (self.deaths - 2)) if self.deaths > 1 else 0.0
        self.due = now + pause
        log.warning("The %s %s; it starts again %s.", self.name, how, f"in {pause:.0f} s" if pause else "at once")


def supervise(programs: Sequence[Program], each_look: Callable[[], None]) -> None:
    """Keep PROGRAMS alive until SIGTERM or SIGINT, calling EACH_LOOK five times a second; then end all of them.

    An exception of EACH_LOOK ends all of them, too, and is passed on.
    """
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    # Both, explicitly: a shell that starts us in the background makes us ignore SIGINT.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        while not told:
            for program in programs:
                program.look()
            each_look()
            time.sleep(LOOK)
    finally:
        _end(programs)


def _end(programs: Sequence[Program]) -> None:
    for program in programs:
        program.end()
    last = time.monotonic() + LEAVE
    while time.monotonic() < last and not all(program.has_ended() for program in programs):
        time.sleep(LOOK / 4)
    for program in programs:
        program.clear()


def _how(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended by itself with code {code}"
