"""A migrated site with the default definitions, made once per test run and copied for each fresh installation."""

import shutil
from pathlib import Path

from tests.running import Site
from tests.snapshots import locked


def fresh(target: Path, tmp_path_factory) -> Site:
    """Return a Site at TARGET that has been started once; only the first caller waits for that."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen-") else shared
    master = shared / "prepared"
    with locked(master):
        if not (master / "done").exists():
            site = Site(master)
            master.mkdir(exist_ok=True)
            site.start()
            site.stop()
            (master / "done").touch()
    shutil.copytree(master, target, dirs_exist_ok=True)
    return Site(target)
