"""Budgets: a file that outgrows its budget says that the design needs another room."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.rooms import ROOMS

ROOT = Path(__file__).parents[2]
FILE, FUNCTION, TEMPLATE, TEST_FILE, TEST_FUNCTION, CONFTEST, SETTINGS = 400, 60, 150, 500, 40, 150, 350


def tracked(*patterns: str) -> list[Path]:
    """Return the files of the project that match PATTERNS, tracked or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


def python(*folders: str) -> list[Path]:
    return [path for path in tracked(*(f"{folder}/*.py" for folder in folders)) if "migrations" not in path.parts]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def budget(path: Path) -> int:
    if path.name == "conftest.py":
        return CONFTEST
    if path == ROOT / "portal" / "settings" / "base.py":
        return SETTINGS
    return TEST_FILE if path.is_relative_to(ROOT / "tests") else FILE


def test_files_stay_within_their_budget():
    over = {str(p.relative_to(ROOT)): lines(p) for p in python(*ROOMS, "tests", "bench") if lines(p) > budget(p)}
    assert not over


@pytest.mark.parametrize(("folders", "limit"), [(ROOMS, FUNCTION), (("tests",), TEST_FUNCTION)])
def test_functions_stay_within_their_budget(folders, limit):
    over = []
    for path in python(*folders):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= limit:
                over.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}")
    assert not over


def test_templates_stay_within_their_budget():
    over = [str(path.relative_to(ROOT)) for path in tracked("*.html") if lines(path) > TEMPLATE]
    assert not over


def test_no_file_is_a_drawer():
    drawers = {"utils.py", "helpers.py", "services.py", "common.py", "misc.py"}
    assert not [path for path in python(*ROOMS, "tests") if path.name in drawers]


def test_folders_are_at_most_three_deep():
    deep = []
    for path in python(*ROOMS):
        folders = [part for part in path.relative_to(ROOT).parts[1:-1] if part not in {"management", "commands"}]
        if len(folders) > 3:
            deep.append(path)
    assert not deep


def test_imports_stand_at_the_top():
    """Late imports hide the structure; AppConfig.ready is the one place for them."""
    late = []
    for path in python(*ROOMS):
        if path.name == "apps.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                late += [f"{path.relative_to(ROOT)}:{n.lineno}" for n in inner]
    assert not late


def test_no_casts_and_no_bare_ignores():
    found = []
    for path in python(*ROOMS):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"\bcast\(|type: ignore(?!\[)", line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found
