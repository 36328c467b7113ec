"""Environment variables: each is documented, each documented one is read, nothing unknown passes."""

import ast
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql.base import DatabaseWrapper

from portal.server import wsgi_bridge
from portal.settings.databases import database
from portal.settings.env import secret
from tests.rooms import ROOMS
from tests.running import ROOT

# Read by Django itself, before any setting.
OUTSIDE = {"DJANGO_SETTINGS_MODULE"}


def read_by_the_settings():
    names = set()
    for path in {*(ROOT / "portal/settings").glob("*.py")} - {ROOT / "portal/settings/test.py"}:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env."):
                names |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    return names


def test_every_variable_is_documented_and_every_documented_one_is_read():
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/operators.md").read_text(), re.M)
    assert len(rows) == len(set(rows))
    assert set(rows) == read_by_the_settings() | OUTSIDE


def test_nothing_but_the_settings_reads_the_environment():
    own = {"portal/settings/env.py", "portal/management/commands/serve.py", "portal/asgi.py", "portal/wsgi.py"}
    own |= {"portal/settings/test.py", "portal/kit/confined.py"}  # hands a child the few variables that it needs
    found = {
        str(path.relative_to(ROOT))
        for folder in ROOMS
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text())
    }
    assert found <= own


def test_address_of_postgresql_keeps_its_query():
    found = database("postgresql://me:p%40ss@db.example:5433/city?sslmode=verify-full&sslrootcert=/ca.pem")
    assert (found["HOST"], found["PORT"], found["USER"], found["PASSWORD"]) == ("db.example", "5433", "me", "p@ss")
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    given = DatabaseWrapper(found | {"TIME_ZONE": None}).get_connection_params()
    assert (given["sslmode"], given["dbname"]) == ("verify-full", "city")


def test_host_and_port_may_stand_in_the_query():
    found = database("postgresql:///city?host=/run/postgresql&port=5434")
    assert (found["HOST"], found["PORT"], found["NAME"], found["OPTIONS"]) == ("/run/postgresql", "5434", "city", {})
    assert database("postgres://me@%2Frun%2Fpostgresql/city")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://me:hunter2@db/city?sslmod=require", "'sslmod'"),
        ("postgresql://me:hunter2@db/city?password=hunter2", "'password'"),
        ("postgresql://me:hunter2@db/city?sslmode", "not an address"),
        ("postgresql://me:hunter2@db:port/city", "not an address"),
        ("postgresql://me:hunter2@db/", "not an address"),
        ("postgresql://me:hun#ter2@db/city", "not an address"),
        ("mysql://me:hunter2@db/city", "mysql"),
        ("city", "no scheme"),
        ("sqlite://me:hunter2@db/city", "sqlite:///"),
        ("sqlite:///city.sqlite3?timeout=5", "sqlite:///"),
        ("sqlite:", "not an address"),
    ],
)
def test_unknown_address_is_refused_in_one_sentence_without_its_password(address, words):
    with pytest.raises(ImproperlyConfigured) as error:
        database(address)
    assert words in str(error.value)
    assert str(error.value).startswith("DATABASE_URL")
    assert "ter2" not in str(error.value)
    assert "\n" not in str(error.value)


def test_connections_are_kept_or_pooled():
    assert database("postgresql://db/city", kept=7)["CONN_MAX_AGE"] == 7
    found = database("postgresql://db/city", pool=4)
    assert (found["CONN_MAX_AGE"], found["OPTIONS"]["pool"]["max_size"]) == (0, 4)
    assert DatabaseWrapper(found | {"TIME_ZONE": None}, "unused").pool.max_size == 4


def test_secret_is_made_once_and_private(tmp_path):
    path = tmp_path / "secret.txt"
    assert secret(path) == secret(path)
    assert len(secret(path)) >= 50
    assert path.stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["secret.txt"]


def test_forwarded_address_without_proxies_is_warned_of_once(caplog, monkeypatch):
    monkeypatch.setattr(wsgi_bridge, "_warned", [])
    scope, headers = {"client": ("192.0.2.1", 5)}, {b"x-forwarded-for": b"198.51.100.7"}
    assert wsgi_bridge.visitor(scope, {}, 0) == "192.0.2.1"
    assert wsgi_bridge.visitor(scope, headers, 1) == "198.51.100.7"
    assert not caplog.records
    assert [wsgi_bridge.visitor(scope, headers, 0) for _time in range(3)] == ["192.0.2.1"] * 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "PORTAL_PROXIES" in caplog.text
