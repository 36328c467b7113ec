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
    """``rate`` in requests per second, ``p99`` in milliseconds, ``wrong`` answers other than 2xx and 3xx."""

    rate: float
    p99: float
    wrong: int

    def __str__(self) -> str:
        wrong = f", {self.wrong} wrong" if self.wrong else ""
        return f"{self.rate:,.0f}/s, {self.p99:.1f} ms{wrong}"


def measure(port: int, path: str, headers: Mapping[str, str] | None = None) -> Load:
    """Ask PATH of 127.0.0.1:PORT from 8 keep-alive clients, first one second to warm up, then three that count."""
    _wrk(port, path, headers or {}, 1)
    said = _wrk(port, path, headers or {}, SECONDS)
    rate, p99 = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    assert rate, said
    assert p99, said
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    milliseconds = float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]]
    return Load(float(rate[1]), milliseconds, int(wrong[1]) if wrong else 0)


def _wrk(port: int, path: str, headers: Mapping[str, str], seconds: int) -> str:
    program = shutil.which("wrk")
    assert program, "The benchmark needs wrk. Install it: apt-get install wrk"
    lines = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = [program, "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--latency", *lines, f"http://127.0.0.1:{port}{path}"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
