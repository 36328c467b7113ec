"""Submissions while processes are killed: how many receipts were lost, how many cases are there twice.

Each application has a telephone of its own, and its citizen sends a page again until the site answers, as a person
presses the button again. So each application ends in exactly one receipt, and must have exactly one case.
"""

import json
import os
import random
import signal
import threading
import time
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.citizen import Citizen, Page
from tests.running import Site
from tests.trust.applying import ANSWERS, apply

PATIENCE = 180  # seconds for which a citizen presses the button again
KINDS = ("worker", "one process of the server", "the whole server", "the whole site")
STORED = """
import json
from collections import Counter
from cases.models import Case, Party
phones = Counter(Party.objects.values_list("phone_index", flat=True))
print("stored", json.dumps([list(Case.objects.values_list("number", flat=True)), sum(n > 1 for n in phones.values())]))
"""


class PatientCitizen(Citizen):
    """Asks again until the site answers; says from which network it comes, so that it has limits of its own."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.opener.addheaders.append(("X-Forwarded-For", f"10.{'.'.join(str(random.randrange(256)) for _ in '123')}"))

    def _open(self, request):
        last = time.monotonic() + PATIENCE
        while True:
            try:
                page: Page = super()._open(request)
            except (OSError, urllib.error.URLError):
                page = None
            if page is not None and page.status < 500:
                return page
            assert time.monotonic() < last, f"no answer for {PATIENCE} s from {request.full_url}"
            time.sleep(0.5)


@dataclass
class Outcome:
    """Measured values; ``absences``: seconds from each kill until a page was answered again."""

    receipts: list[str] = field(default_factory=list)
    absences: list[float] = field(default_factory=list)
    lost: int = 0
    twice: int = 0
    unasked: int = 0  # cases whose citizen has no receipt
    seconds: float = 0.0


def submit_while_killing(site: Site, *, submissions: int, kills: int, clients: int) -> Outcome:
    """Let CLIENTS hand in SUBMISSIONS applications on the running SITE, with KILLS spread over them."""
    outcome, numbers, began = Outcome(), count(1), time.monotonic()
    done = threading.Event()

    def client() -> None:
        while (number := next(numbers)) <= submissions and not done.is_set():
            answers = ANSWERS | {"phone": f"139{number:08d}"}
            outcome.receipts.append(apply(PatientCitizen(site.address, answers, site.shown)))

    with ThreadPoolExecutor(clients) as pool:
        jobs = [pool.submit(client) for _number in range(clients)]
        try:
            for number in range(kills):
                _wait_for(outcome, (number + 1) * submissions // (kills + 1), jobs)
                outcome.absences.append(_kill(site, KINDS[number % len(KINDS)]))
            for job in jobs:
                job.result()
        finally:
            done.set()
    outcome.seconds = time.monotonic() - began
    return _compared(site, outcome)


def _wait_for(outcome: Outcome, receipts: int, jobs) -> None:
    while len(outcome.receipts) < receipts:
        for job in jobs:
            if job.done():
                job.result()
        time.sleep(0.1)


def _kill(site: Site, kind: str) -> float:
    """Kill -9 what KIND names; return the seconds until the site answers."""
    began = time.monotonic()
    if kind == "the whole site":
        # What starts a service again on a real machine does it here.
        site.kill()
        site.start()
    else:
        for pid in _pids(site, kind):
            os.kill(pid, signal.SIGKILL)
    citizen = PatientCitizen(site.address, {})
    while citizen.get("/items/").status != 200:
        time.sleep(0.1)
    return time.monotonic() - began


def _pids(site: Site, kind: str) -> list[int]:
    programs = {_arguments(pid): pid for pid in _children(site.process.pid)}
    if kind == "worker":
        return [pid for words, pid in programs.items() if "db_worker" in words]
    servers = [pid for words, pid in programs.items() if "granian" in words]
    return servers if kind == "the whole server" else [pid for server in servers for pid in _children(server)[:1]]


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _arguments(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        return ""


def _compared(site: Site, outcome: Outcome) -> Outcome:
    said = site.manage("shell", "-v", "0", "-c", STORED)
    numbers, outcome.twice = json.loads(said[said.index("stored") + len("stored") :])
    outcome.lost = len(set(outcome.receipts) - set(numbers))
    outcome.unasked = len(set(numbers) - set(outcome.receipts))
    return outcome
