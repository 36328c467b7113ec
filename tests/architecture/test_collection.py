"""Collection by pytest: the same ids in every process, and no test left out without a reason that stands here."""

import ast
import os
import subprocess
import sys

from tests.architecture.test_sizes import ROOT, tracked

SHARED = "the folder of shared data lies beside the project on some machines only"
# Every place that leaves tests out, and why.
SKIPS = {
    "tests/portal/kit/test_identity.py": SHARED,
    "tests/forms/test_field_types.py": "the plug-in is tried in a process of its own",
    "tests/cases/workflow/test_clocks.py": SHARED,
    "tests/catalog/areas.py": SHARED,
    "tests/catalog/test_calendar.py": SHARED,
    "tests/catalog/importers/test_inputs.py": SHARED,
    "tests/catalog/importers/test_items.py": SHARED,
    "tests/portal/kit/test_phones.py": SHARED,
    "tests/definitions/test_qingdao.py": SHARED,
    "tests/portal/kit/test_keyring.py": "root may write everywhere",
    "tests/portal/kit/test_published.py": "SQLite has one writer at a time",
    "tests/portal/kit/test_workdays.py": SHARED,
    "tests/portal/test_storage.py": "errors and the lock of SQLite",
    "tests/search/test_elasticsearch.py": SHARED,
    "tests/search/test_page.py": SHARED,
    "tests/search/test_lost.py": "the shape of a table of FTS5",
    "tests/search/test_relevance.py": SHARED,
    "tests/elasticsearch.py": "the search server cannot be downloaded here; in CI these tests fail instead",
    "tests/trust/test_readers.py": SHARED,
    "tests/trust/test_full_disk.py": "only root can mount a small disk",
}
# Every place that asks on which database the tests run.
BY_DATABASE = {
    "tests/cases/desk/test_many_cases.py": "each explains in its own words how it goes about a query",
    "tests/conftest.py": "journeys, whole sites and what no database can answer differently run on SQLite alone",
    "tests/many_cases.py": "a UUID out of a number is written differently",
    "tests/portal/kit/test_published.py": "SQLite has one writer at a time",
    "tests/portal/test_storage.py": "errors and the lock of SQLite",
    "tests/search/test_lost.py": "where the tokens lie",
    "tests/snapshots.py": "how a database is copied",
    "tests/trust/storage.py": "how a database is made read-only",
}


def collected(seed):
    """Return the ids of all tests, in order, as a process with the hash SEED sees them."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "TEST_RUN"))}
    done = subprocess.run(
        command, cwd=ROOT, env=environment | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False
    )
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_ids_are_the_same_in_every_process(request):
    """xdist refuses a run whose processes disagree; this process has collected at another time, by another seed."""
    own = [_ungrouped(item) for item in request.session.items]
    there = collected("1")
    assert set(own) <= set(there)
    # A run of chosen folders keeps the order in which they were named.
    assert own == there or len(own) < len(there)


def _ungrouped(item):
    """Return the id of ITEM without the groups that xdist writes behind it; a parameter may hold an @ of its own."""
    groups = sorted({mark.args[0] for mark in item.iter_markers("xdist_group")})
    return item.nodeid.removesuffix(f"@{'_'.join(groups)}")


def _names(path):
    return {
        getattr(node, "attr", "") for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
    }


def test_every_skip_has_a_reason_here():
    skipping = {"skip", "skipif", "importorskip", "xfail"}
    assert {str(path.relative_to(ROOT)) for path in tracked("tests/*.py") if _names(path) & skipping} == set(SKIPS)


def test_every_difference_between_databases_has_a_reason_here():
    found = {str(path.relative_to(ROOT)) for path in tracked("tests/*.py") if "vendor" in _names(path)}
    assert found == set(BY_DATABASE)
