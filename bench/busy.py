"""Reading and submitting while a list is imported, definitions are applied and the search is rebuilt: does it hold?

`LIST=path.csv` names a list in the columns of definitions/mappings/guangan.yaml, which is doubled with a fixed seed;
without it one is made up. `MINUTES=5` is how long each of the two measurements takes.
"""

import contextlib
import csv
import http.client
import os
import random
import shutil
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.catalog import lists
from tests.citizen import Citizen
from tests.running import ROOT, Site
from tests.trust.applying import ANSWERS, apply

ROWS = 2262
CHANGED = 20  # items of the definitions that are applied
READERS, CITIZENS = 4, 2
THINKING = 0.2  # seconds between two pages of a reader
TIMES = 3.0  # the bar: p99 of pages, beside that of the quiet site
HEAD = [
    "site",
    "pages read",
    "p50, ms",
    "p99, ms",
    "bar",
    "wrong pages",
    "cases",
    "not saved",
    "lock, s",
]
PAGES = ("/", "/items/", "/items/social-card-replace/", "/points/", "/contacts/", "/rules/", "/en/", "/en/items/")
WORDS = ("社保卡", "身份证", "老年人", "公积金", "医保", "营业执照", "补领", "example", "备案", "登记")
MAPPING = ROOT / "definitions" / "mappings" / "guangan.yaml"


@dataclass
class Measured:
    """``pages`` in seconds each; ``wrong`` pages by status; ``cases`` submitted; ``refused`` with 503, and how."""

    pages: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    cases: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    waited: float = 0.0

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.pages, n=100)[98]

    def row(self, name: str, quiet: "Measured | None" = None) -> list[str]:
        """Return the figures as HEAD says, beside those of the QUIET site."""
        ratio = self.p99 / quiet.p99 if quiet else 1.0
        bar = f"{ratio:.1f} times, {'within' if ratio <= TIMES else 'BEYOND'} {TIMES:.0f}" if quiet else ""
        p50 = statistics.median(self.pages)
        wrong = f"{len(self.wrong)} {sorted(set(self.wrong))}" if self.wrong else "0"
        refused = f"{self.refused}" + (f", {len(self.lost)} otherwise: {sorted(set(self.lost))}" if self.lost else "")
        figures = [f"{len(self.pages):,}", f"{p50 * 1000:.0f}", f"{self.p99 * 1000:.0f}", bar, wrong, f"{self.cases}"]
        return [name, *figures, refused, f"{self.waited:.1f}"]


def rows(site: Site) -> Iterator[list[str]]:
    """Yield the quiet site, then the busy one."""
    seconds = float(os.environ.get("MINUTES") or 5) * 60
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        listed = a_list(Path(folder), ROWS, os.environ.get("LIST", ""))
        quiet = measure(site, seconds)
        yield quiet.row("quiet")
        yield measure(site, seconds, work(site, Path(folder), listed)).row("import, apply, rebuild", quiet)


def a_list(folder: Path, size: int, given: str = "") -> Path:
    """Return a list of SIZE rows in FOLDER: those GIVEN, again under other codes, or rows that are made up."""
    chance = random.Random(7)
    known: list[dict[str, str]] = []
    if given:
        with Path(given).open(encoding="utf-8-sig", newline="") as stream:
            known = [{name: found.get(name) or "" for name in lists.HEADER} for found in csv.DictReader(stream)]
    made = known[:size]
    while len(made) < size:
        number = len(made)
        like = chance.choice(known) if known else lists.row(department=f"示例局{number % 30}", name=f"示例事项{number}")
        made.append(like | {"item_code": lists.numbered(number)})
    return lists.write_csv(folder / "list.csv", made)


def work(site: Site, folder: Path, listed: Path, changed: int = CHANGED) -> list[Callable[[], object]]:
    """Return what an operator does at the same time, each in a process of its own; CHANGED items are applied anew."""
    city = folder / "city"
    shutil.copytree(site.definitions[0], city)
    for path in sorted((city / "items").glob("*.yaml"))[:changed]:
        path.write_text(path.read_text().replace("summary: {zh-hans: ", "summary: {zh-hans: 新：", 1))
    return [
        lambda: site.manage("import_items", str(listed), "--mapping", str(MAPPING), "--publish", "--json"),
        lambda: site.manage("definitions", "apply", str(city), *map(str, site.definitions[1:])),
        lambda: site.manage("search", "rebuild", "--json"),
    ]


def measure(site: Site, seconds: float, jobs: list[Callable[[], object]] | None = None) -> Measured:
    """Read and submit for SECONDS, at least until JOBS, which run beside each other, are done."""
    found, stop = Measured(), threading.Event()
    with ThreadPoolExecutor(READERS + CITIZENS + 1 + len(jobs or ())) as pool:
        beside = [pool.submit(_read, site, found, stop, number) for number in range(READERS)]
        beside += [pool.submit(_submit, site, found, stop) for _number in range(CITIZENS)]
        beside += [pool.submit(_probe, site, found, stop)]
        began = time.monotonic()
        try:
            time.sleep(min(2.0, seconds / 4))
            for job in [pool.submit(job) for job in jobs or ()]:
                job.result()
            time.sleep(max(0.0, began + seconds - time.monotonic()))
        finally:
            stop.set()
        for one in beside:
            one.result()
    return found


def _read(site: Site, found: Measured, stop: threading.Event, seed: int) -> None:
    chance = random.Random(seed)
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)) as connection:
        while not stop.wait(THINKING):
            _look(connection, found, chance)


def _look(connection: http.client.HTTPConnection, found: Measured, chance: random.Random) -> None:
    path = f"/search/?q={quote(chance.choice(WORDS))}" if chance.random() < 0.3 else chance.choice(PAGES)
    began = time.perf_counter()
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        found.wrong.append(f"{type(error).__name__} {path}")
        connection.close()
        return
    found.pages.append(time.perf_counter() - began)
    if answer.status != 200:
        found.wrong.append(f"{answer.status} {path}")


def _submit(site: Site, found: Measured, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            apply(Citizen(site.address, ANSWERS))
            found.cases += 1
        except OSError as error:
            if str(error).startswith("503"):
                found.refused += 1
            else:
                found.lost.append(str(error))


def _probe(site: Site, found: Measured, stop: threading.Event) -> None:
    """Ask for SQLite's lock again and again; the longest wait is how long others could not write."""
    database = sqlite3.connect(site.state / "portal.sqlite3", timeout=120, isolation_level=None)
    with contextlib.closing(database):
        while not stop.wait(0.1):
            began = time.perf_counter()
            database.execute("BEGIN IMMEDIATE")
            database.execute("COMMIT")
            found.waited = max(found.waited, time.perf_counter() - began)
