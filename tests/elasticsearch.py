"""A real Elasticsearch of our own for tests: a private node in a temporary folder, on free ports, gone afterwards.

The session fixture ``elasticsearch`` (known to every test) is a running `Server`. It takes ten seconds and 0.8 GB, so
tests/conftest.py sends every test that uses it to one worker. Without the server the tests say in one sentence what is
missing; in CI they fail.
"""

import contextlib
import http.client
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.running import ROOT, free_port

PATIENCE = 240  # seconds; a start takes 8 on an idle machine
HEAP = "512m"
SETTINGS = {
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    # Nearly full disks of test machines must not make an index read-only.
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}


@dataclass
class Server:
    """One node: its folder (which outlives a kill), its ports, and its process (or none)."""

    folder: Path
    port: int = field(default_factory=free_port)
    transport: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Value for PORTAL_ELASTICSEARCH."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process of the node itself; the one that we start only watches over it."""
        return int((self.folder / "pid").read_text())

    def start(self) -> None:
        """Start the node and wait until its cluster is healthy."""
        options = SETTINGS | {
            "http.port": self.port,
            "transport.port": self.transport,
            "path.data": self.folder / "data",
            "path.logs": self.folder / "logs",
        }
        command = ["bin/elasticsearch", "-p", self.folder / "pid", *(f"-E{key}={options[key]}" for key in options)]
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [*_unprivileged(), *map(str, command)],
                cwd=self.folder / "server",
                env=os.environ | {"ES_JAVA_HOME": _java(), "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}"},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        began = time.monotonic()
        while not self.is_healthy():
            assert self.process.poll() is None, (self.folder / "output").read_text()[-4000:]
            assert time.monotonic() - began < PATIENCE, (self.folder / "output").read_text()[-4000:]
            time.sleep(0.2)

    def is_healthy(self) -> bool:
        """Whether the cluster answers and has lost nothing."""
        try:
            return self.ask("GET", "/_cluster/health")["status"] in {"green", "yellow"}
        except (OSError, http.client.HTTPException, KeyError):
            return False

    def ask(self, method: str, path: str, body: object = None) -> dict:
        """Ask the node without any client of ours."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json"})
            return json.load(connection.getresponse())
        finally:
            connection.close()

    def stop(self) -> None:
        """Stop the node as its operator does."""
        if self.process:
            self.resume()
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def kill(self) -> None:
        """Kill -9 the node: no goodbye, no flush."""
        if self.process:
            self._signal(signal.SIGKILL)
            self.process.wait(timeout=30)
        self.process = None

    def pause(self) -> None:
        """Let the node hold its connections open and answer nothing: what a slow server looks like."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused node go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            os.kill(self.pid, number)


def _java() -> str:
    found = shutil.which("java")
    return str(Path(found).resolve().parents[1]) if found else ""


def _unprivileged() -> list[str]:
    """Elasticsearch refuses root; and it must not outlive whoever started it, even when that is killed."""
    command = ["setpriv", "--pdeathsig", "TERM"]
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        command += [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    return command


class MissingError(Exception):
    """The server cannot be had on this machine; the sentence says what is missing."""


def unpacked() -> Path:
    """Return a new folder with the server's programs, owned by whoever will run it."""
    if not _java():
        raise MissingError("Java is not installed: apt-get install default-jre-headless")
    folder = Path(tempfile.mkdtemp(prefix="portal-elasticsearch-"))
    command = [ROOT / "deploy/elasticsearch-for-tests", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(folder)
        raise MissingError(done.stderr.strip())
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "nobody:", folder], check=True)
    return folder


@pytest.fixture(scope="session")
def elasticsearch():
    try:
        server = Server(unpacked())
    except MissingError as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
