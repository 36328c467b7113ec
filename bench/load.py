"""A bounded load on 127.0.0.1 by wrk: on a small machine a client written in Python would be what is measured."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

CLIENTS = 8
SECONDS = 3


@dataclass(frozen=True)
class Load:
    """``rate`` in requests per second, ``p50`` and ``p99`` in milliseconds, ``wrong`` answers: not 2xx or 3xx."""

    rate: float
    p50: float
    p99: float
    wrong: int

    def __str__(self) -> str:
        wrong = f", {self.wrong} wrong" if self.wrong else ""
        return f"{self.rate:,.0f}/s, {self.p99:.1f} ms{wrong}"


def measure(port: int, path: str, headers: Mapping[str, str] | None = None, *, clients: int = CLIENTS) -> Load:
    """Ask PATH of 127.0.0.1:PORT from keep-alive CLIENTS, first one second to warm up, then three that count."""
    _wrk(port, path, headers or {}, 1, clients)
    said = _wrk(port, path, headers or {}, SECONDS, clients)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate, said
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Load(float(rate[1]), _latency(said, 50), _latency(said, 99), int(wrong[1]) if wrong else 0)


def _latency(said: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", said)
    assert found, said
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


def _wrk(port: int, path: str, headers: Mapping[str, str], seconds: int, clients: int) -> str:
    program = shutil.which("wrk")
    assert program, "The benchmark needs wrk. Install it: apt-get install wrk"
    lines = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = [program, "-t1", f"-c{clients}", f"-d{seconds}s", "--latency", *lines, f"http://127.0.0.1:{port}{path}"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
