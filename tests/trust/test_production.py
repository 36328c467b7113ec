"""Production starts only when it is safe: each missing or weak setting is one sentence, and demo data is refused."""

import os
import subprocess
import sys

import pytest

from portal.kit import keyring
from tests.prepared import fresh
from tests.running import ROOT

pytestmark = pytest.mark.own_site
GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "kX9-" + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP0123456789",
    "ALLOWED_HOSTS": "bangban.example",
    "PORTAL_ADDRESS": "https://bangban.example",
}
GIVEN = "{}/keys.json"  # the key ring of tests that say nothing of it


def run(tmp_path, *arguments, **changes):
    settings = GOOD | {"PORTAL_STATE": str(tmp_path), "PORTAL_KEY_RING": GIVEN.format(tmp_path)} | changes
    environment = {name: value for name, value in (os.environ | settings).items() if value is not None}
    if settings["PORTAL_KEY_RING"] == GIVEN.format(tmp_path) and not keyring.exists(GIVEN.format(tmp_path)):
        keyring.make(GIVEN.format(tmp_path))
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


def test_production_makes_no_key_ring_by_itself(tmp_path):
    """Neither in a folder whose name merely begins like the state folder's, nor in the state folder itself."""
    for ring in (tmp_path / "var-keys.json", tmp_path / "var" / "keys.json"):
        done = run(tmp_path, "migrate", PORTAL_STATE=str(tmp_path / "var"), PORTAL_KEY_RING=str(ring))
        assert done.returncode != 0
        assert "./manage.py make_keys" in done.stderr
        assert not ring.exists()
        made = run(tmp_path, "make_keys", PORTAL_STATE=str(tmp_path / "var"), PORTAL_KEY_RING=str(ring))
        assert made.returncode == 0
        assert str(ring) in made.stdout


SECURITY = (
    "from django.conf import settings as s; print('proxy', s.SECURE_PROXY_SSL_HEADER, 'preload', s.SECURE_HSTS_PRELOAD)"
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "proxy None preload False"),
        ({"PORTAL_PROXIES": "1"}, "proxy ('HTTP_X_FORWARDED_PROTO', 'https') preload False"),
        ({"SECURE_HSTS_PRELOAD": "on"}, "proxy None preload True"),
    ],
)
def test_forwarded_scheme_and_preload_only_where_told(tmp_path, told, expected):
    assert expected in run(tmp_path, "shell", "-v", "0", "-c", SECURITY, **told).stdout


def test_demo_definitions_are_refused(tmp_path, tmp_path_factory):
    fresh(tmp_path, tmp_path_factory)
    done = run(tmp_path, "definitions", "apply", "definitions/qingdao", "definitions/demo")
    assert done.returncode == 1
    assert "demo" in done.stdout + done.stderr
