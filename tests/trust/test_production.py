"""Production starts only when it is safe: each missing or weak setting is one sentence, and demo data is refused."""

import os
import subprocess
import sys

import pytest

from tests.prepared import fresh
from tests.running import ROOT

pytestmark = pytest.mark.own_site
GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "kX9-" + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP0123456789",
    "ALLOWED_HOSTS": "bangban.example",
    "PORTAL_ADDRESS": "https://bangban.example",
}


def run(tmp_path, *arguments, **changes):
    settings = GOOD | {"PORTAL_STATE": str(tmp_path), "PORTAL_KEY_RING": str(tmp_path / "keys.json")} | changes
    environment = {name: value for name, value in (os.environ | settings).items() if value is not None}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_shipped_production_settings_have_no_warning(tmp_path):
    done = run(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_ADDRESS", "PORTAL_KEY_RING"])
def test_a_missing_setting_stops_the_start_and_is_named(tmp_path, name):
    done = run(tmp_path, "check", **{name: None})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(("name", "value"), [("SECRET_KEY", "a" * 60), ("SECRET_KEY", "short"), ("ALLOWED_HOSTS", "*")])
def test_a_weak_setting_stops_the_start(tmp_path, name, value):
    done = run(tmp_path, "check", **{name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_a_malformed_search_server_stops_the_start_without_telling_its_password(tmp_path):
    done = run(tmp_path, "check", PORTAL_ELASTICSEARCH="https://portal:hunter2@search.example")
    assert done.returncode != 0
    assert "PORTAL_ELASTICSEARCH must hold addresses like" in done.stderr.splitlines()[-1]
    assert "hunter2" not in done.stderr
    assert run(tmp_path, "check", PORTAL_ELASTICSEARCH="https://portal:hunter2@search.example:9200").returncode == 0


def test_demo_definitions_are_refused(tmp_path, tmp_path_factory):
    fresh(tmp_path, tmp_path_factory)
    done = run(tmp_path, "definitions", "apply", "definitions/qingdao", "definitions/demo")
    assert done.returncode == 1
    assert "demo" in done.stdout + done.stderr
