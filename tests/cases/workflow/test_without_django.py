"""The rules of case work run in a process in which Django cannot be imported."""

import subprocess
import sys

import pytest

from tests.running import ROOT

BLOCKED = "import sys; sys.modules['django'] = sys.modules['wagtail'] = None; import {}"


@pytest.mark.parametrize("module", ["actor", "clocks", "engine", "registry", "spec"])
def test_module_of_the_workflow_needs_no_django(module: str) -> None:
    code = BLOCKED.format(f"cases.workflow.{module}")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
