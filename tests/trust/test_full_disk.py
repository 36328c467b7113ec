"""A disk that is full: every page is read on, with and without worker, nothing typed is lost, and it heals alone.

And a lock that somebody holds for long: readers do not notice, writers are told.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.server.launch import granian
from tests.citizen import Citizen
from tests.prepared import fresh
from tests.running import ROOT
from tests.trust.applying import ANSWERS

pytestmark = [pytest.mark.slow, pytest.mark.own_site, pytest.mark.xdist_group("kill")]
START = "/apply/assistance/?item=social-card-replace"
PAGES = ("/", "/items/", "/points/", "/contacts/", "/search/?q=身份证", "/track/", "/book/", START)
SPARE = 260  # MB beside what the site holds; `serve` wants 200 of them
WAITING = 12  # citizens who press at the same time


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """Return a folder that is a small disk of its own, with a prepared site on it."""
    folder = tmp_path_factory.mktemp("disk")
    site = fresh(tmp_path_factory.mktemp("whole"), tmp_path_factory)
    size = sum(path.stat().st_size for path in site.state.rglob("*") if path.is_file()) // 2**20 + SPARE
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        shutil.copytree(site.state, folder / "state")
        site.state = folder / "state"
        yield site
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@contextlib.contextmanager
def web_alone(site):
    """Serve SITE by web processes alone, without a worker; their log lies elsewhere."""
    command = [sys.executable, "-m", "granian", *granian("127.0.0.1", site.port, workers=2)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=site.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _try in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{site.address}/healthz", timeout=5).close()
                break
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def served(site):
    site.start()
    try:
        yield
    finally:
        site.stop()


def fill(folder):
    """Write until nothing more fits; return the file."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        for size in (2**20, 2**12, 1):
            with contextlib.suppress(OSError):
                while out.write(b"x" * size):
                    pass
    return filler


def at_the_name(site):
    """Return a citizen and the step that asks for a name."""
    citizen = Citizen(site.address, ANSWERS)
    page = citizen.get(START)
    while "/applicant/" not in page.address:
        page = citizen.send(page)
    assert "/applicant/" in page.address, page.text[:400]
    return citizen, page


def reads_on(site):
    for path in PAGES:
        page = Citizen(site.address, {}).get(urllib.request.quote(path, safe="/?=&"))
        assert page.status == 200, (path, page.status)


@pytest.mark.parametrize("way", [web_alone, served], ids=["without a worker", "with a worker"])
def test_full_disk_stops_no_reader_and_loses_nothing_typed(disk, way):
    with way(disk):
        citizen, page = at_the_name(disk)
        filler = fill(disk.state)
        try:
            refusal = citizen.send(page)
            for _more in range(30):  # the log of the database may have had some room left
                if refusal.status != 200:
                    break
                refusal = citizen.send(citizen.get(page.address))
            assert refusal.status == 503
            assert "没有保存" in refusal.text
            assert refusal.soup.select_one("input[name=name]")["value"] == ANSWERS["name"]
            assert refusal.soup.select_one('a[href^="tel:"]')
            time.sleep(1)
            reads_on(disk)
        finally:
            filler.unlink()
        assert "/request/" in citizen.send(refusal).address
        reads_on(disk)


def test_lock_that_is_held_long_stops_no_reader(disk):
    with web_alone(disk):
        waiting = [at_the_name(disk) for _number in range(WAITING)]
        database = sqlite3.connect(disk.state / "portal.sqlite3", isolation_level=None, timeout=20)
        with contextlib.closing(database), ThreadPoolExecutor(WAITING) as pool:
            database.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            sent = [pool.submit(citizen.send, page) for citizen, page in waiting]
            time.sleep(1)
            longest = 0.0
            while time.monotonic() - began < 8:
                asked = time.monotonic()
                reads_on(disk)
                longest = max(longest, (time.monotonic() - asked) / len(PAGES))
            answers = [one.result() for one in sent]
            database.execute("ROLLBACK")
        assert longest < 2, "seconds a page, while others wait to write"
        assert {answer.status for answer in answers} == {503}
        assert all(answer.soup.select_one("input[name=name]")["value"] == ANSWERS["name"] for answer in answers)
        again = [citizen.send(answer) for (citizen, _page), answer in zip(waiting, answers, strict=True)]
        assert all("/request/" in page.address for page in again)
