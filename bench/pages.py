"""Public pages under load, each beside a bare Django view that returns the same bytes under the same server."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import Load, measure
from portal.launch import granian
from tests.running import ROOT, Site, free_port

PAGES = {
    "home": "/",
    "catalogue": "/items/",
    "guide": "/items/social-card-replace/",
    "search": "/search/?q=%E7%A4%BE%E4%BF%9D",
}


def rows(site: Site) -> Iterator[list[str]]:
    """Yield name, requests per second and p95 of ours, the same of the baseline, and their ratio."""
    for name, path in PAGES.items():
        body = urllib.request.urlopen(site.address + path, timeout=20).read()  # noqa: S310  our own address
        ours = measure(site.port, path)
        with _bare(site.state, body) as port:
            base = measure(port, "/")
        yield [name, f"{len(body) / 1024:.0f} KB", _show(ours), _show(base), f"{ours.rate / base.rate:.2f}"]


def _show(load: Load) -> str:
    wrong = f", {load.wrong} wrong" if load.wrong else ""
    return f"{load.rate:,.0f}/s, p95 {load.p95:.1f} ms{wrong}"


@contextmanager
def _bare(state: Path, body: bytes) -> Iterator[int]:
    file = state / "bench-body"
    file.write_bytes(body)
    port = free_port()
    command = [sys.executable, "-m", "granian", *granian("127.0.0.1", port, "bench.bare:application")]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"BENCH_BODY": str(file)})
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The baseline server did not answer.")
