"""An import is recorded, and can be taken back as far as nobody worked on what it brought."""

import pytest
from django.core.management import CommandError, call_command

from catalog.importers import mapping, runs
from catalog.importers.undo import CannotUndoError, undo_import
from catalog.models import ContactNumber, ImportRun, Organisation, ServiceItem
from configuration.kinds import named
from portal.kit import published
from portal.kit.words import Words
from tests.catalog.importers.test_tables import FOLDER, NUMBER, district  # noqa: F401  the organisations
from tests.catalog.lists import MAP, numbered, row, write_csv
from tests.factories.post import UserFactory

pytestmark = pytest.mark.django_db

ONE, TWO = row(), row(item_code=numbered(2), name="另一项")


def write_numbers(path, **changes):
    row = NUMBER | changes
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", "utf-8")


@pytest.fixture
def run(tmp_path):
    """Return a function that imports rows as a recorded run."""

    def execute(*rows, which=MAP, name="list.csv"):
        path = write_csv(tmp_path / name, list(rows)) if which == MAP else tmp_path / name
        read = mapping.read(which)
        made = runs.record(path=path, name=name, mapping=read.mapping, by=None)
        runs.carry_out(made, path=path, mapping=read)
        made.refresh_from_db()
        return made

    return execute


def names():
    return sorted(item.name.in_language("") for item in ServiceItem.objects.filter(retired_at=None))


def test_run_is_recorded_with_file_checksum_and_counts(run, tmp_path):
    made = run(ONE, TWO)
    assert (made.file_name, made.status, made.report["created"]) == ("list.csv", "done", 2)
    assert made.checksum == runs.checksum(tmp_path / "list.csv")


def test_new_rows_go(run):
    undo_import(run=run(ONE, TWO))
    assert not ServiceItem.objects.exists()
    assert not Organisation.objects.filter(path__startswith="/guangan/").exists()


def test_class_that_was_renamed_since_is_no_edit(run):
    first = run(ONE)
    named("term").rename("licence", "permit")
    published.forget()
    assert (run(ONE).report["unchanged"], ServiceItem.objects.get().item_class) == (1, "permit")
    undo_import(run=first)
    assert not ServiceItem.objects.exists()


def test_list_can_be_imported_again_after_an_undo(run):
    undo_import(run=run(ONE))
    assert run(ONE).report["created"] == 1


def test_changed_fields_get_their_old_values(run):
    run(ONE)
    second = run(row(name="新名称"), TWO)
    undo_import(run=second)
    assert names() == [ONE["name"]]


def test_new_value_is_offered_again_after_an_undo(run):
    run(ONE)
    undo_import(run=run(row(name="新名称")))
    assert run(row(name="新名称")).report["changed"] == 1


def test_what_was_edited_since_stays_and_is_named(run):
    run(ONE)
    second = run(row(name="新名称"), TWO)
    ServiceItem.objects.filter(code_raw=ONE["item_code"]).update(name=Words.of("我们的说法"))
    outcome = undo_import(run=second)
    assert names() == ["我们的说法"]
    assert [remark.verb for remark in outcome.remarks] == ["kept"]


def test_new_row_on_which_somebody_works_stays(run):
    made = run(ONE)
    ServiceItem.objects.get().save_revision(user=UserFactory(), clean=False)
    assert "在本站改过" in str(undo_import(run=made).remarks[0])
    assert names() == [ONE["name"]]


def test_draft_gets_the_old_value_too(run):
    run(ONE)
    ServiceItem.objects.get().save_revision(user=UserFactory(), clean=False)
    undo_import(run=run(row(name="新名称")))
    draft = ServiceItem.objects.get().get_latest_revision_as_object()
    assert draft.name.in_language("") == ONE["name"]


def test_undo_twice_is_refused(run):
    made = run(ONE)
    undo_import(run=made)
    with pytest.raises(CannotUndoError):
        undo_import(run=made)


def test_numbers_go_too(run, tmp_path):
    write_numbers(tmp_path / "n.csv")
    made = run(which=FOLDER / "numbers.yaml", name="n.csv")
    assert ContactNumber.objects.count() == 2
    undo_import(run=made)
    assert not ContactNumber.objects.exists()


def test_new_number_is_offered_again_after_an_undo(run, tmp_path):
    write_numbers(tmp_path / "n.csv")
    run(which=FOLDER / "numbers.yaml", name="n.csv")
    write_numbers(tmp_path / "n.csv", 咨询电话="0532-05550188")
    undo_import(run=run(which=FOLDER / "numbers.yaml", name="n.csv"))
    assert not ContactNumber.objects.filter(number="0532-05550188").exists()
    assert run(which=FOLDER / "numbers.yaml", name="n.csv").report["changed"] == 1


def test_commands_import_list_and_undo(tmp_path, capsys):
    path = write_csv(tmp_path / "a.csv", [ONE])
    call_command("import_items", str(path), "--mapping", str(MAP))
    number = ImportRun.objects.get().pk
    assert f"undo_import {number}" in capsys.readouterr().out
    call_command("undo_import")
    assert "a.csv" in capsys.readouterr().out
    call_command("undo_import", str(number))
    assert not ServiceItem.objects.exists()
    with pytest.raises(CommandError, match="not in force"):
        call_command("undo_import", str(number))
