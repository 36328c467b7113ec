"""Reads the lists that the command line names and prints what each took, one JSON object a line.

``python -m tests.hostile.measure FILE …``; a process of its own, so that its peak of memory is that of reading.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()
settings.LANGUAGE_CODE = "en"

from catalog.importers import sources  # noqa: E402  models need the set-up


def own_peak() -> int:
    """Return the largest memory of this process so far, in bytes."""
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(own.split()[1]) * 1024


def main(paths: list[str]) -> None:
    before_reading = own_peak()

    def memory() -> int:
        """Return the most that reading took: here beyond what the portal itself takes, or in the confined reader.

        The system counts for a new process what this one held when it was forked, so only more than that tells.
        """
        confined = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        return max(own_peak() - before_reading, confined if confined > own_peak() else 0)

    for path in paths:
        before, started = os.times(), time.monotonic()
        rows = problems = 0
        refused = ""
        try:
            for row in sources.rows(Path(path)):
                rows += 1
                problems += bool(row.problem)
        except sources.SourceError as error:
            refused = str(error)
        after = os.times()
        seconds = sum(after[:4]) - sum(before[:4])
        told = {"rows": rows, "problems": problems, "refused": refused, "memory": memory()}
        sys.stdout.write(json.dumps(told | {"seconds": seconds, "wall": time.monotonic() - started}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
