"""A real server on a fresh state folder, as `make run` starts it: what journeys, kill tests and benchmarks talk to."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.core.signing import Signer

ROOT = Path(__file__).parents[1]
PATIENCE = 400  # seconds; a first start migrates and applies the definitions


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Site:
    """One installation: its state folder, its definitions, and the process that serves it (or none)."""

    state: Path
    definitions: list[Path] = field(default_factory=lambda: [ROOT / "definitions/qingdao", ROOT / "definitions/demo"])
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    extra: dict[str, str] = field(default_factory=dict)  # further variables of its environment

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "PORTAL_STATE": str(self.state),
            "DEFINITIONS": ",".join(map(str, self.definitions)),
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "PYTHONWARNINGS": "ignore",
            **self.extra,
        }

    @property
    def log(self) -> Path:
        return self.state / "server.log"

    def manage(self, *arguments: str) -> str:
        """Run a management command on this installation; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> float:
        """Start the site and wait until it says that it is ready; return the seconds it took."""
        began = time.monotonic()
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        offset = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        while b"Ready:" not in self.log.read_bytes()[offset:]:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - began < PATIENCE, self.log.read_text()
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)
        self.process = None

    def kill(self) -> None:
        """Kill -9 every process of it at once."""
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process:
            self.process.wait()
        self.process = None

    def pids(self) -> list[int]:
        """Return the process ids of the whole tree, the supervisor first."""
        if not self.process:
            return []
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            with contextlib.suppress(OSError):
                for task in Path(f"/proc/{pid}/task").iterdir():
                    queue += [int(child) for child in (task / "children").read_text().split()]
        return found

    def shown(self, seconds: int = 60) -> str:
        """Return the hidden field of a public form that was shown SECONDS ago, so that no test waits for the real one.

        The form is signed by forms/filling/abuse.py with the secret of the installation.
        """
        key = (self.state / "secret.txt").read_text().strip()
        signer = Signer(key=key, salt="when a public form was shown", fallback_keys=())
        return signer.sign(str(int(time.time()) - seconds))

    def password(self, username: str) -> str:
        """Return the generated password of a demo account."""
        text = (self.state / "demo-accounts.txt").read_text()
        found = re.search(rf"^{re.escape(username)}\t(\S+)$", text, re.M)
        assert found, f"no account {username} in:\n{text}"
        return found[1]
