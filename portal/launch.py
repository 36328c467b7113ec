"""What stands between `make run` and a ready site: checks with one sentence each, then what is still to do."""

import hashlib
import os
import shutil
import socket
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.kit import site

ENOUGH = 200 * 1024 * 1024  # bytes; below this an upload or a long write could fail half-way


class CannotStart(Exception):
    """The site cannot start; the text says why and what to do."""


def check_port(host: str, port: int) -> None:
    """Raise CannotStart when something listens on HOST:PORT already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: make run PORT={port + 1}"
            ) from error


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


def prepare() -> list[str]:
    """Migrate, collect static files and apply the definitions where that is still to do; return what was done."""
    done = []
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
        *("--respawn-failed-workers", "--log-level", "warning"),
        application,
    ]
