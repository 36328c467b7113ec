"""Hooks after a commit: they cannot fail the request, because the record is stored already."""

import ast

from tests.architecture.test_sizes import ROOT, python
from tests.rooms import ROOMS


def test_whatever_follows_a_commit_may_fail_alone():
    calls = [
        (path, call)
        for path in python(*ROOMS)
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "on_commit"
    ]
    assert calls
    assert not [f"{path.relative_to(ROOT)}:{call.lineno}" for path, call in calls if not _is_robust(call)]


def _is_robust(call):
    return any(word.arg == "robust" and getattr(word.value, "value", None) is True for word in call.keywords)
