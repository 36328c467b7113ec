"""The command for statistical lists: several in one go, each an import of its own."""

import json

import pytest
from django.core.management import CommandError, call_command

from catalog.models import ImportRun, Organisation
from tests.catalog.areas import REAL, needs_real, write
from tests.factories.organisation import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return OrganisationFactory(code="qingdao", level="city")


@pytest.fixture
def lists(tmp_path):
    """Three small lists as the command takes them."""
    districts = write(tmp_path / "areas_2023.csv", "districts", "370212,崂山区")
    streets = write(tmp_path / "streets_2023.csv", "streets", "370212001,中韩街道,370212")
    villages = write(tmp_path / "villages_2021.csv", "villages", "370212001201,金家岭社区,中韩街道")
    return [f"districts={districts}", f"streets={streets}", f"villages={villages}"]


def test_each_list_is_a_run_that_can_be_taken_back(top, lists, capsys):
    call_command("import_organisations", *lists)
    said = capsys.readouterr().out
    runs = list(ImportRun.objects.order_by("pk"))
    assert [run.mapping for run in runs] == ["districts", "streets", "villages"]
    assert all(f"undo_import {run.pk}" in said for run in runs)
    for run in reversed(runs):
        call_command("undo_import", str(run.pk))
    assert list(Organisation.objects.all()) == [top]


def test_dry_run_takes_each_list_on_top_of_those_before(top, lists, capsys):
    call_command("import_organisations", *lists, "--dry-run", "--json")
    said = json.loads(capsys.readouterr().out)
    assert [(one["file"], one["import"], one["created"]) for one in said] == [
        ("areas_2023.csv", None, 1),
        ("streets_2023.csv", None, 1),
        ("villages_2021.csv", None, 1),
    ]
    assert list(Organisation.objects.all()) == [top]
    assert not ImportRun.objects.exists()


def test_dry_run_says_that_nothing_is_written(top, lists, capsys):
    call_command("import_organisations", lists[0], "--dry-run")
    assert "没有写入任何内容" in capsys.readouterr().out


def test_refused_row_leaves_with_one_after_all_lists(top, lists, tmp_path):
    bad = write(tmp_path / "bad_2023.csv", "streets", "370999001,某街道,370999")
    with pytest.raises(SystemExit) as left:
        call_command("import_organisations", f"streets={bad}", *lists, "--json")
    assert left.value.code == 1
    assert Organisation.objects.filter(level="village").exists()


@needs_real
def test_real_lists_in_one_go(top, capsys):
    call_command("import_organisations", *(f"{name}={path}" for name, path in REAL.items()), "--json")
    said = json.loads(capsys.readouterr().out)
    assert [one["by_class"] for one in said] == [{"district": 10}, {"town": 134}, {"village": 2046}]


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("villages.csv", "villages=villages.csv"),
        ("nowhere=v.csv", "districts"),
        ("points=v.csv", "import_items"),
        ("streets=missing_2023.csv", "不是可以读取的文件"),
    ],
)
def test_wrong_argument_says_what_to_do(top, argument, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_organisations", argument)


def test_missing_top_says_what_to_do(lists):
    with pytest.raises(CommandError, match="apply the definitions first"):
        call_command("import_organisations", *lists)
    assert not ImportRun.objects.exists()
