"""Sentences and arguments of the command: folders of layers, no database, nothing that contradicts itself."""

import pytest
from django.db import OperationalError

from configuration import layers
from configuration.models import AppliedDefinition
from configuration.text import source
from configuration.text.problems import DefinitionsError
from tests.configuration import toys
from tests.configuration.conftest import run
from tests.configuration.test_plan import BRANCH

LAYERED = {f"base/{path}": text for path, text in toys.CITY.items()}
DEMO = {"ademo/site.yaml": "demo: true\n", "ademo/offices/booth.yaml": "office: booth\nname: 摊位\n"}


@pytest.mark.django_db
def test_a_folder_of_layers_is_applied_as_a_whole(tmp_path):
    folder = toys.write(tmp_path / "all", LAYERED | DEMO)
    assert [path.name for path in layers.layers_of(folder)] == ["base", "ademo"]
    assert run("apply", folder)[0] == 0
    assert AppliedDefinition.objects.filter(kind="office", code="booth").exists()


@pytest.mark.django_db
def test_export_by_layers_is_applied_again_from_its_folder(tmp_path):
    base = toys.write(tmp_path / "base", toys.CITY)
    more = toys.write(tmp_path / "more", {"offices/booth.yaml": "office: booth\nname: 摊位\n"})
    assert run("apply", base, more)[0] == 0
    assert run("export", tmp_path / "all")[0] == 0
    code, out, _err = run("plan", tmp_path / "all")
    assert (code, out) == (0, "Nothing to do: the site is as the definitions say.\n")


def test_nothing_to_do_is_not_said_where_an_edit_is_kept(applied, offices):
    offices.edit("branch", phone="1")
    out = run("plan", applied)[1]
    assert "Nothing to do" not in out
    assert "1 kept as edited in the admin, which differ from the files" in out


@pytest.fixture
def no_database(monkeypatch):
    def refuse(*_args, **_options):
        raise OperationalError("no such table")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)


@pytest.mark.parametrize("verb", ["check", "fmt", "schema"])
def test_what_only_reads_files_needs_no_database(verb, city, no_database, tmp_path, db):
    code, out, err = run(verb, tmp_path / "schemas" if verb == "schema" else city)
    assert (code, err) == (0, "")
    assert verb != "check" or "There is no database" in out


def test_what_needs_a_database_says_so(city, no_database, db):
    with pytest.raises(Exception, match=r"manage.py migrate"):
        run("plan", city)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: {ask: Is it free?, answer: Yes}", "a question mark"),
        ("a: [what?, that]", "a question mark"),
        ("a: {ask: ?what, answer: no}", "a question mark"),
        ("a: {text: Note: bring it}", "a colon inside a text"),
        ("a: Note: bring it", "a colon inside a text"),
    ],
)
def test_traps_of_yaml_are_named_with_what_would_be_right(text, sentence):
    with pytest.raises(DefinitionsError) as refused:
        source.parse(text, "x.yaml")
    (problem,) = refused.value.problems
    assert sentence in problem.message
    assert "quotes" in problem.remedy


def test_file_that_was_edited_is_still_planned_beside_what_is_kept(applied, offices):
    offices.edit("branch", phone="1")
    toys.write(applied, {BRANCH: "office: branch\nname: 分中心\nparent: centre\nanswer: 5 working_days\n"})
    assert "Nothing is written. Apply with" in run("plan", applied)[1]
