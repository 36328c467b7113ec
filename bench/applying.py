"""A folder of many definitions becomes a site: seconds, and memory at its highest, which must not grow with it."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.sizes import sizes
from tests.running import ROOT, Site

BAR = 600  # MB
HEAD = ["items in the folder", "files", "apply, s", "apply, MB", f"bar, MB (of {BAR})", "second apply, s", "it plans"]


def rows(_site: Site) -> Iterator[list[str]]:
    """Yield a row for each size, smallest first; the base of each is the city's own definitions."""
    for size in sizes("1000,10000"):
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            yield _row(Site(Path(folder) / "state"), Path(folder) / "city", size)


def _row(site: Site, folder: Path, size: int) -> list[str]:
    site.state.mkdir()
    site.manage("migrate", "-v", "0")
    site.manage("definitions", "apply")
    site.manage("demo_city", "--size", str(size), "--folder", str(folder))
    site.definitions.append(folder)
    files = sum(1 for _file in folder.rglob("*.yaml"))
    seconds, megabytes, _said = _apply(site)
    again, _megabytes, said = _apply(site)
    said = said.strip().splitlines()[-1] if said.strip() else "?"
    within = "within" if megabytes <= BAR else "BEYOND"
    return [f"{size:,}", f"{files:,}", f"{seconds:.0f}", f"{megabytes:.0f}", within, f"{again:.0f}", said]


def _apply(site: Site) -> tuple[float, float, str]:
    """Apply the site's definitions in a process of its own; return seconds, highest memory in MB, last words."""
    began = time.monotonic()
    command = [sys.executable, "manage.py", "definitions", "apply"]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=out)
        _pid, status, used = os.wait4(process.pid, 0)
        out.seek(0)
        said = out.read().decode()
    assert status == 0, said
    return time.monotonic() - began, used.ru_maxrss / 1024, said
