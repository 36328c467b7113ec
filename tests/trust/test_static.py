"""Bars 18 and 38 in their first form: what public templates and static files must not contain."""

import re

import pytest

from tests.architecture.test_sizes import ROOT, tracked
from tests.rooms import ROOMS

INLINE = re.compile(r"<[^>]*\s(?:style|on[a-z]+)\s*=|<script(?![^>]*\bsrc=)[^>]*>|<style|javascript:", re.I)
FOREIGN = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//|@import\s+url\(|url\([\"']?https?:", re.I)


def templates():
    return [path for path in tracked("*.html") if "docs" not in path.parts]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_inline_script_or_style(path):
    assert not INLINE.findall(path.read_text())


def test_nothing_is_loaded_from_elsewhere():
    files = [*templates(), *tracked("*.css", "*.js")]
    assert not [str(path.relative_to(ROOT)) for path in files if FOREIGN.search(path.read_text())]


def test_no_template_switches_escaping_off():
    pattern = re.compile(r"\|\s*safe\b|autoescape\s+off")
    assert not [str(path.relative_to(ROOT)) for path in templates() if pattern.search(path.read_text())]


def test_raw_sql_is_written_in_few_named_places():
    """Everything else goes through querysets; each place here passes values as parameters."""
    allowed = {
        "portal/health.py",
        "configuration/apply.py",
        "portal/kit/ledger.py",
        "portal/kit/limits.py",
        "portal/kit/patience.py",
        "portal/kit/published.py",
        "portal/kit/web_jobs.py",
    }
    found = {
        str(path.relative_to(ROOT))
        for app in ROOMS
        for path in tracked(f"{app}/*.py")
        if re.search(r"\.execute\(|\.raw\(|RunSQL|RawSQL", path.read_text())
    }
    assert {path for path in found if not path.startswith("search/")} <= allowed
