"""Steps between `make run` and a ready site: checks with one sentence each, then pending preparations."""

import hashlib
import http.client
import os
import shutil
import socket
import stat
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from configuration import site
from portal.kit import canary

ENOUGH = 200 * 1024 * 1024  # bytes; below this an upload or a long write could fail half-way
# What we write at run time in the state folder begins with one of these.
OURS = (
    *("portal.sqlite3", "keys.json", "secret.txt", "demo-accounts.txt", "static", "media", "imports", "published"),
    *("definitions.lock", "uploads"),
)
PATIENCE = 5.0  # seconds until a port is given up that the processes of a killed site may still hold


class CannotStart(Exception):
    """The site cannot start; the text says why and what to do."""


def check_port(host: str, port: int) -> None:
    """Raise CannotStart when something listens on HOST:PORT already, and still does in a few seconds."""
    last = time.monotonic() + PATIENCE
    while (reason := _refusal(host, port)) and time.monotonic() < last:
        time.sleep(PATIENCE / 20)
    if reason:
        raise CannotStart(f"Port {port} on {host} cannot be used ({reason}). Choose another: make run PORT={port + 1}")


def _refusal(host: str, port: int) -> str:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""


def answers(host: str, port: int) -> bool:
    """Return whether a server answers on HOST:PORT; any answer counts."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def check_keys() -> None:
    """Raise CannotStart when the key ring is missing, broken, or not that of the database."""
    sentence = canary.problem()
    if sentence:
        raise CannotStart(sentence)


def check_disk() -> None:
    """Raise CannotStart when the state folder cannot be written or its disk is nearly full."""
    folder = Path(settings.STATE)
    try:
        probe = folder / f".probe-{os.getpid()}"  # two processes may start at the same time
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"{folder} cannot be written ({error.strerror}). Free it, or choose another: make run PORTAL_STATE=/path"
        ) from error
    if shutil.disk_usage(folder).free < ENOUGH:
        raise CannotStart(f"The disk of {folder} is nearly full. Free at least 200 MB, then start again.")


def close_state() -> list[str]:
    """Take what we wrote into the state folder from other users of the machine; return what was done or cannot be.

    Only names of ours are touched: a folder shared with other things, as /tmp is, is named and left as it is.
    """
    folder = Path(settings.STATE)
    ours = [path for path in folder.iterdir() if path.name.startswith(OURS)]
    found = [path for top in ours for path in (top, *top.rglob("*")) if _is_open(path)]
    for path in found:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXU)
    done = [f"{len(found)} files and folders of {folder} closed to other users of this machine"] if found else []
    if folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        done.append(
            f"{folder} is open to other users of this machine; if it is the site's alone, run: chmod 700 {folder}"
        )
    return done


def _is_open(path: Path) -> bool:
    about = path.lstat()
    ours = about.st_uid == os.geteuid() and not stat.S_ISLNK(about.st_mode)
    return ours and bool(about.st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def prepare() -> list[str]:
    """Migrate, collect static files and apply the definitions where that is still to do; return what was done."""
    done = close_state()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
        done.append("database migrated")
    if _static_changed():
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        _static_stamp().write_text(_static_digest())
        done.append("static files collected")
    if not site.current().name:
        call_command("definitions", "apply", *settings.DEFINITIONS)
        done.append(f"definitions applied: {', '.join(Path(folder).name for folder in settings.DEFINITIONS)}")
    return done


def _static_stamp() -> Path:
    return Path(settings.STATE) / "static.stamp"


def _static_changed() -> bool:
    stamp = _static_stamp()
    return not stamp.exists() or stamp.read_text() != _static_digest()


def _static_digest() -> str:
    """Return what tells two states of the source assets apart: path, size and time of each file of ours and theirs."""
    folders = [Path(config.path) / "static" for config in apps.get_app_configs()]
    files = sorted(file for folder in folders if folder.is_dir() for file in folder.rglob("*") if file.is_file())
    facts = ((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return hashlib.sha256(repr(list(facts)).encode()).hexdigest()


def granian(
    host: str, port: int, application: str = "portal.asgi:application", interface: str = "asginl", workers: int = 0
) -> list[str]:
    """Return the arguments with which granian serves APPLICATION; benchmarks serve their baseline with the same.

    ``workers`` 0 means one a core, at most four.
    """
    engine = ("--loop", "uvloop") if interface == "asginl" else ("--blocking-threads", "4")
    return [
        *("--interface", interface, *engine, "--host", host, "--port", str(port)),
        *("--workers", str(workers or min(4, os.cpu_count() or 1)), "--backlog", "16384"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"),
        application,
    ]
