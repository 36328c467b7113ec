"""A module of ours runs in a process of its own, within limits of time, memory and output that the system keeps.

For libraries that a hostile file can hold up or fill with data: the worst that happens is one refused file. The process
sees none of the site's environment, so no secret either. `python -m portal.kit.confined LIMITS MODULE ARGUMENTS` sets
the limits before it imports MODULE. Needs no Django.
"""

import json
import os
import resource
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
OUT_OF_MEMORY = 3  # exit code of a module that notices it itself
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR")  # of the environment


@dataclass(frozen=True)
class Limits:
    """``seconds`` of the processor, ``wait`` seconds by the clock, ``memory`` and ``output`` in bytes."""

    seconds: int
    wait: int
    memory: int
    output: int


class LimitError(Exception):
    """The process went beyond a limit, or failed: ``limit`` is ``seconds``, ``memory``, ``output`` or ``failed``."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


def run(module: str, arguments: Sequence[str], limits: Limits, given: IO[bytes] | None = None) -> IO[bytes]:
    """Return what MODULE writes to its standard output, as a file without a name; raises LimitError.

    GIVEN, a file of the system at its beginning, is its standard input.
    """
    command = [sys.executable, "-m", __name__, json.dumps(asdict(limits)), module, *arguments]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    output = tempfile.TemporaryFile()  # noqa: SIM115  handed to the caller, who closes it
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command,
            stdin=subprocess.DEVNULL if given is None else given,
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
            timeout=limits.wait,
            check=False,
        )
    except subprocess.TimeoutExpired:
        output.close()
        raise LimitError("seconds") from None
    if done.returncode:
        output.close()
        raise LimitError(_limit(done.returncode))
    output.seek(0)
    return output


def _limit(code: int) -> str:
    """Return which limit ended a process with the exit CODE."""
    by_code = {
        -signal.SIGXCPU: "seconds",
        -signal.SIGKILL: "seconds",
        -signal.SIGXFSZ: "output",
        # How libraries end that get no more memory.
        OUT_OF_MEMORY: "memory",
        -signal.SIGABRT: "memory",
        -signal.SIGSEGV: "memory",
    }
    return by_code.get(code, "failed")


def _enter(limits: Limits) -> None:
    """Put this process under LIMITS, for good."""
    hard = limits.seconds + 1
    for what, most in (
        (resource.RLIMIT_CPU, (limits.seconds, hard)),
        (resource.RLIMIT_DATA, (limits.memory, limits.memory)),
        (resource.RLIMIT_AS, (4 * limits.memory, 4 * limits.memory)),
        (resource.RLIMIT_FSIZE, (limits.output, limits.output)),
        (resource.RLIMIT_CORE, (0, 0)),
    ):
        resource.setrlimit(what, most)
    # Python ignores this signal, so that a write fails with an error; here the file is too large and that is all.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def main() -> None:
    """Run the module that the command line names."""
    limits, module, *sys.argv[1:] = sys.argv[1:]
    _enter(Limits(**json.loads(limits)))
    sys.argv[0] = module
    runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main()
