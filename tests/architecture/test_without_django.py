"""The rules of case work and of text run in a process in which Django cannot be imported."""

import subprocess
import sys

import pytest

from tests.running import ROOT

BLOCKED = "import sys; sys.modules['django'] = sys.modules['wagtail'] = None; import {}"
FOLDERS = ("cases/workflow", "configuration/text", "search/text")
MODULES = (
    "appointments.slots",
    "appointments.spec",
    "portal.kit.characters",
    "portal.kit.words",
    "portal.kit.workdays",
)


def _modules() -> list[str]:
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.py"))]
    inside = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in inside] + list(MODULES)


@pytest.mark.parametrize("module", _modules())
def test_module_needs_no_django(module: str) -> None:
    code = BLOCKED.format(module)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
