"""Public pages under load, ready and made anew, each beside a bare Django view that returns the same bytes.

Every server is granian with one worker. The bare view stands behind the same entrance as ours (which the bar is about)
and, to keep us honest, behind granian's own WSGI, which is faster and stands still before twenty half-sent bodies.
"""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import Load, measure
from portal.server.launch import granian
from tests.running import ROOT, Site, free_port

BAR = 3.0  # times the bare view
HEAD = [
    *("page", "size", "bare view", "ours, ready", f"ratio (bar {BAR:.0f})"),
    *("ready, invented session", "bare view under WSGI", "ours, made anew"),
]
PAGES = {
    "home": "/",
    "home, largest text, care": "/",
    "home, English": "/en/",
    "catalogue": "/items/",
    "guide": "/items/social-card-replace/",
    "points": "/points/",
    "contacts": "/contacts/",
}
CARE = {"Cookie": "display=xlarge.care"}
WSGI = ("bench.bare:django", "wsgi")
INVENTED = "sessionid=abcdefghijklmnopqrstuvwxyz012345"
ALONE = {"Authorization": "x"}  # such a visitor gets no ready page


def rows(site: Site) -> Iterator[list[str]]:
    """Yield a row for each page as HEAD says: requests per second and 99th percentile of each way."""
    with _server(site.state, "portal.asgi:application", environment=site.environment) as port:
        for name, path in PAGES.items():
            headers = CARE if "care" in name else {}
            asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
            body = urllib.request.urlopen(asked, timeout=20).read()
            ready, anew = measure(port, path, headers), measure(port, path, headers | ALONE)
            cookies = "; ".join(filter(None, (headers.get("Cookie"), INVENTED)))
            invented = measure(port, path, {"Cookie": cookies})
            bare, wsgi = _bare(site.state, body, "bench.bare:application"), _bare(site.state, body, *WSGI)
            yield [
                name,
                f"{len(body) / 1024:.0f} KB",
                f"{bare}",
                f"{ready}",
                f"{ready.rate / bare.rate:.1f}",
                f"{invented}",
                f"{wsgi}",
                f"{anew}",
            ]


def _bare(state: Path, body: bytes, application: str, interface: str = "asginl") -> Load:
    file = state / "bench-body"
    file.write_bytes(body)
    environment = os.environ | {"BENCH_BODY": str(file), "PORTAL_STATE": str(state)}
    with _server(state, application, interface, environment=environment) as port:
        return measure(port, "/")


@contextmanager
def _server(state: Path, application: str, interface: str = "asginl", *, environment: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "granian", *granian("127.0.0.1", port, application, interface, workers=1)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
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
