"""A process that ends with its parent: nothing that `serve` started goes on when `serve` itself is killed.

A killed process runs no code of its own, so the children watch: a program by the pipe that is its standard input, whose
other end only the parent holds, and a process of granian by the sentinel of multiprocessing. Both are plain POSIX.

``python -m portal.server.orphans MODULE ARGUMENT…`` runs MODULE as ``python -m MODULE ARGUMENT…`` does, and watches.
"""

import multiprocessing
import os
import runpy
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait

GRACE = 3.0  # seconds to end in an orderly way


def end_with_parent_process() -> None:
    """Let this process of multiprocessing end when its parent does."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        _watch(lambda: wait([parent.sentinel]), lambda number: os.kill(os.getpid(), number))


def _end_with_standard_input() -> None:
    _watch(lambda: os.read(0, 1), lambda number: os.killpg(0, number))


def _watch(parent_ends: Callable[[], object], send: Callable[[signal.Signals], None]) -> None:
    def watch() -> None:
        parent_ends()
        send(signal.SIGTERM)
        time.sleep(GRACE)
        send(signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="parent").start()


def main(arguments: list[str]) -> None:
    """Run the module that ARGUMENTS name, with the rest of them, in a process group of its own."""
    _end_with_standard_input()
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
