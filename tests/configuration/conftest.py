import io
import json

import pytest
from django.core.management import call_command

from configuration import kinds, layers
from configuration.apply import apply
from configuration.check import check
from configuration.plan import plan
from tests.configuration import toys


@pytest.fixture(autouse=True)
def toy_kinds(monkeypatch):
    """Only the toys are known, so that these tests say nothing of the catalogue."""
    known = {kind.name: kind for kind in (toys.ToySite(), toys.ToyTheme(), toys.ToyOffice())}
    monkeypatch.setattr(kinds, "_kinds", known)
    return known


@pytest.fixture
def offices(toy_kinds):
    return toy_kinds["office"]


@pytest.fixture
def city(tmp_path):
    return toys.write(tmp_path / "city", toys.CITY)


@pytest.fixture
def applied(db, city):
    """The city, applied once."""
    apply(check(layers.read([city])))
    return city


def planned(*folders, take=None):
    """Return (verb, code, changed keys, kept keys) of every step."""
    made = plan(check(layers.read(folders)), take=take)
    return [(s.verb, s.code, [c.key for c in s.changes], [c.key for c in s.kept]) for s in made.steps]


def run(*arguments):
    """Run the command; return its exit code, output and complaints."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("definitions", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def run_json(*arguments):
    code, out, _err = run(*arguments, "--json")
    return code, json.loads(out)
