"""A folder with a mistake of every kind: all are told at once, each with file and line, and nothing is written."""

import json
import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection

from tests.city import RIVERMOUTH, city  # noqa: F401  a fixture
from tests.definitions import wrong
from tests.running import ROOT

CITY = RIVERMOUTH
pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.django_db]


# Of one folder, as `check` reads it, these are never said: of no folder, of demo data where none is taken, of laying
# out and exporting, of edits in the admin; and advice is no mistake.
ELSEWHERE = {"D113", "D116", "D117", "D118", "D208"}
ADVICE = re.compile("D38[0-9]|D39[01]")


def contents():
    """Return every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  our own names
            found[table] = Counter(map(repr, cursor.fetchall()))
    return found


def codes(path):
    """Return the codes of mistakes that the file PATH names."""
    return set(re.findall(r"\bD[1-6]\d{2}\b", path.read_text()))


def told(capsys, verb, folder):
    """Run the command as a person would; return its exit code, and file, line and code of each problem."""
    with pytest.raises(SystemExit) as end:
        call_command("definitions", verb, str(folder), "--json")
    problems = json.loads(capsys.readouterr().out)["problems"]
    return end.value.code, sorted((one["file"].split("/wrong/")[1], one["line"], one["code"]) for one in problems)


@pytest.mark.parametrize("verb", ["check", "plan", "apply"])
def test_a_folder_with_every_kind_of_mistake_tells_all_with_file_and_line_and_changes_nothing(verb, tmp_path, capsys):
    folder, expected = wrong.write(tmp_path / "wrong")
    before = contents()
    code, found = told(capsys, verb, folder)
    assert found == expected
    assert code == 1
    assert contents() == before


def test_every_documented_mistake_of_a_folder_is_among_them(tmp_path):
    documented = {code for code in codes(ROOT / "docs/definitions-errors.md") if not ADVICE.fullmatch(code)}
    assert documented - ELSEWHERE == {code for _file, _line, code in wrong.write(tmp_path / "wrong")[1]}


def test_every_documented_code_is_tried_in_some_test():
    tried = set().union(*(codes(path) for path in (ROOT / "tests").rglob("*.py")))
    assert codes(ROOT / "docs/definitions-errors.md") - tried == set()
