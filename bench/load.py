"""A bounded load on 127.0.0.1: keep-alive clients in processes of their own, a fixed number of requests."""

import http.client
import statistics
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

CLIENTS = 8
PER_CLIENT = 250


@dataclass(frozen=True)
class Load:
    """``rate`` in requests per second; ``p50`` and ``p95`` in milliseconds; ``wrong`` answers that were not 200."""

    rate: float
    p50: float
    p95: float
    wrong: int


def measure(port: int, path: str, headers: Mapping[str, str] | None = None, *, per_client: int = PER_CLIENT) -> Load:
    """Ask PATH of 127.0.0.1:PORT from CLIENTS clients, PER_CLIENT times each, after a short warm-up."""
    _client(port, path, dict(headers or {}), 20)
    began = time.perf_counter()
    with ProcessPoolExecutor(CLIENTS) as pool:
        jobs = [pool.submit(_client, port, path, dict(headers or {}), per_client) for _ in range(CLIENTS)]
        answers = [job.result(timeout=120) for job in jobs]
    took = time.perf_counter() - began
    times = sorted(one for times, _wrong in answers for one in times)
    p95 = times[int(len(times) * 0.95)]
    return Load(len(times) / took, statistics.median(times) * 1000, p95 * 1000, sum(wrong for _times, wrong in answers))


def _client(port: int, path: str, headers: dict[str, str], times: int) -> tuple[list[float], int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    took, wrong = [], 0
    for _ in range(times):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - began)
        wrong += answer.status != 200
    connection.close()
    return took, wrong
