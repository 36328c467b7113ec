"""One process's death, a locked database or a slow server never stop the site; a wrong ring never starts it."""

import base64
import contextlib
import json
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.citizen import Citizen
from tests.prepared import fresh
from tests.running import ROOT
from tests.trust.staff import Staff

pytestmark = [pytest.mark.slow, pytest.mark.own_site, pytest.mark.xdist_group("processes")]
PAGES = ("/healthz", "/", "/items/")
PATIENCE = 120  # seconds; a process needs one or two to start, many more on a busy machine
LOCKED = 27  # seconds; a connection waits for twenty
PICTURE = ROOT / "docs/screenshots/home-1280.png"
LIST = "name,code6\n市南区,370202\n".encode()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = fresh(tmp_path_factory.mktemp("processes"), tmp_path_factory)
    site.start()
    yield site
    site.stop()


def status(site, path, data=None, timeout=30):
    try:
        with urllib.request.urlopen(site.address + path, data, timeout=timeout) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code
    except OSError:
        return 0


def readyz(site):
    with contextlib.suppress(OSError), urllib.request.urlopen(site.address + "/readyz", timeout=30) as answer:
        return json.load(answer)
    return {}


def arguments(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def program(site, word):
    """Return the pid of the program of the supervisor whose arguments hold WORD."""
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()
    return next((int(pid) for pid in children if word in arguments(pid)), None)


def wait_until(done):
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


@contextlib.contextmanager
def watched(site):
    """Ask for pages all the time while the block runs; give the list of what was answered."""
    said, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            said.extend(status(site, path) for path in PAGES)
            time.sleep(0.2)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield said
    finally:
        stop.set()
        thread.join()


def test_site_answers_while_a_killed_worker_starts_again(site):
    wait_until(lambda: program(site, "db_worker"))
    killed = program(site, "db_worker")
    with watched(site) as said:
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: program(site, "db_worker") not in {None, killed})
        time.sleep(1)
    assert set(said) == {200}
    assert b"The worker was killed by signal 9; it starts again at once." in site.log.read_bytes()


@pytest.mark.parametrize("which", ["one process of the server", "the whole server"])
def test_killed_server_is_back_by_itself(site, which):
    server = program(site, "granian")
    wait_until(lambda: status(site, "/healthz") == 200)
    own = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    killed = [int(own[0])] if which.startswith("one") else [server, *map(int, own)]
    os.kill(killed[0], signal.SIGKILL)
    # A process that lost its server may take a request to its own end.
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in killed))
    wait_until(lambda: all(status(site, path) == 200 for path in PAGES * 4))
    assert (program(site, "granian") == server) == which.startswith("one")
    assert site.process.poll() is None


def test_locked_database_and_busy_threads_stop_no_process(site):
    wait_until(lambda: program(site, "db_worker") and program(site, "tick"))
    citizens = [Citizen(site.address, {"number": "BD-0000-0000-0000-0", "tail": "0000"}) for _ in range(16)]
    forms = [citizen.get("/track/") for citizen in citizens]
    before = site.pids()
    lock = sqlite3.connect(site.state / "portal.sqlite3", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    # Each counts an attempt and so waits for the lock: more of them than the server has threads.
    busy = [threading.Thread(target=_send, args=pair) for pair in zip(citizens, forms, strict=True)]
    for thread in busy:
        thread.start()
    time.sleep(max(0, began + LOCKED - time.monotonic()))
    lock.execute("ROLLBACK")
    lock.close()
    for thread in busy:
        thread.join()
    wait_until(lambda: all(status(site, path) == 200 for path in PAGES))
    assert site.process.poll() is None
    assert set(before) <= set(site.pids())


def _send(citizen, form):
    with contextlib.suppress(OSError):
        citizen.send(form)


def test_periodic_jobs_are_recorded_and_killed_ones_start_again(site):
    wait_until(lambda: readyz(site).get("periodic jobs", "").startswith("ok"))
    killed = program(site, "tick")
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: program(site, "tick") not in {None, killed})


def test_second_start_works_after_the_supervisor_was_killed(site):
    children = site.pids()[1:]
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()
    site.start()
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists() and "portal.server.orphans" in arguments(pid)]
    assert status(site, "/") == 200


def test_stop_is_clean_and_quick(site):
    pids, began = site.pids(), time.monotonic()
    site.stop()
    assert time.monotonic() - began < 25  # ten, and what a busy machine takes
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_operator_signs_in_and_every_file_of_the_state_folder_is_private(site):
    site.stop()
    for name, mode in {"secret.txt": 0o644, "portal.sqlite3": 0o664, "media": 0o755}.items():
        (site.state / name).mkdir() if name == "media" and not (site.state / name).exists() else None
        (site.state / name).chmod(mode)
    site.start()
    staff = Staff(site.address, "operator", site.password("operator"))
    assert "/admin/login/" not in staff.get("/admin/").geturl()
    staff.upload("/admin/images/add/", {"title": "测试"}, file=("picture.png", PICTURE.read_bytes()))
    staff.upload("/admin/imports/", {"mapping": "districts"}, file=("areas_2023.csv", LIST))
    # While somebody is connected SQLite keeps its write-ahead log.
    with contextlib.closing(sqlite3.connect(site.state / "portal.sqlite3")) as reader:
        reader.execute("SELECT count(*) FROM catalog_serviceitem").fetchone()
        found = {path.relative_to(site.state): path.stat() for path in site.state.rglob("*") if path.exists()}
    names = {str(path) for path in found}
    assert {"portal.sqlite3-wal", "keys.json", "secret.txt", "demo-accounts.txt", "server.log"} <= names
    assert any(name.startswith("imports/") for name in names)
    assert any(name.startswith("media/original_images/picture") for name in names)
    wrong = [str(path) for path, about in found.items() if stat.S_IMODE(about.st_mode) & 0o077]
    assert not wrong


@pytest.fixture(scope="module")
def alone(site):
    """Return the seconds of the processor that it takes to start Python and Django, and to do nothing."""
    with timed() as took:
        manage(site, "help")
    return took()


@contextlib.contextmanager
def timed():
    """Count the seconds of the processor that child processes take inside the block: others make them no more."""

    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    began = used()
    yield lambda: used() - began


def manage(site, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False)


@contextlib.contextmanager
def ring_is(site, state):
    """Put the key ring of SITE into STATE while the block runs."""
    path = site.state / "keys.json"
    good = path.read_text()
    other = good.replace(json.loads(good)["keys"]["k1"], base64.b64encode(b"k" * 32).decode())
    path.write_text({"missing": "", "open": good, "broken": "{", "other": other}[state])
    path.chmod(0o644 if state == "open" else 0o600)
    if state == "missing":
        path.unlink()
    try:
        yield
    finally:
        path.write_text(good)
        path.chmod(0o600)


COMMANDS = (("check",), ("tick",), ("db_worker", "--batch"), ("migrate",))
CASES = [(("serve",), ring) for ring in ("missing", "broken", "open", "other")] + [(one, "other") for one in COMMANDS]


@pytest.mark.parametrize(("command", "ring"), CASES)
def test_wrong_ring_refuses_every_start_in_one_sentence(site, alone, command, ring):
    site.stop()
    database = site.state / "portal.sqlite3"
    # Whoever opens it next would move there what a killed process left in the write-ahead log.
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = database.read_bytes()
    with ring_is(site, ring), timed() as took:
        done = manage(site, *command)
    lines = [line for line in done.stderr.splitlines() if "key ring" in line]
    assert done.returncode != 0
    assert len(lines) == 1
    assert database.read_bytes() == before, "something was written"
    if command == ("serve",):
        assert done.stderr.strip() == f"CommandError: {lines[0].removeprefix('CommandError: ')}"
        assert took() < max(2, 2 * alone)
