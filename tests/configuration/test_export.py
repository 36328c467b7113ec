"""The way back: the same bytes, comments kept, only what changed is changed."""

import pytest

from configuration import layers
from configuration.apply import apply
from configuration.check import check
from configuration.export import export
from configuration.models import AppliedFile
from tests.configuration import toys
from tests.configuration.conftest import planned, run

pytestmark = pytest.mark.django_db
CENTRE = "offices/centre.yaml"


def test_export_after_apply_gives_the_same_bytes(applied, tmp_path):
    export([tmp_path / "out"]).write()
    assert toys.contents(tmp_path / "out") == toys.CITY


def test_export_into_the_folder_itself_changes_nothing(applied):
    assert run("export", applied) == (0, "0 files changed.\n", "")


def test_edit_of_the_admin_changes_its_line_alone(applied, offices):
    offices.edit("centre", name="新中心", phone="0532-0555 0120")
    export([applied]).write()
    expected = toys.CITY[CENTRE].replace("name: 中心 ", "name: 新中心 ") + "phone: 0532-0555 0120\n"
    assert toys.contents(applied) == toys.CITY | {CENTRE: expected}


def test_edit_inside_a_list_keeps_the_comments_of_the_list(applied, offices):
    hours = [{"days": "mon-fri", "from": "08:30"}, {"days": "sat", "from": "10:00", "note": "预约"}]
    offices.edit("centre", hours=hours)
    export([applied]).write()
    assert toys.contents(applied)[CENTRE] == toys.CITY[CENTRE].replace('"09:00"', '"08:30"')


def test_row_added_to_a_list_leaves_the_others(applied, offices):
    hours = [{"days": "sun", "from": "10:00"}, *offices.spec("centre")["hours"]]
    offices.edit("centre", hours=hours)
    export([applied]).write()
    text = toys.contents(applied)[CENTRE]
    assert all(line in text for line in toys.CITY[CENTRE].splitlines())
    assert '  - {days: sun, from: "10:00"}\n' in text


def test_exported_edit_plans_nothing_when_applied(applied, offices):
    offices.edit("centre", name="新中心", hours=[{"days": "sun", "from": "10:00"}])
    export([applied]).write()
    assert planned(applied) == []


def test_object_made_in_the_admin_gets_a_file(applied, offices):
    offices.save(toys.OfficeSpec(office="born", name={"zh-hans": "新", "en": "New"}, phone="1"))
    export([applied]).write()
    text = 'office: born\nname: {zh-hans: 新, en: New}\nphone: "1"\n'
    assert toys.contents(applied) == toys.CITY | {"offices/born.yaml": text}


def test_object_retired_in_the_admin_loses_its_file(applied, offices):
    offices.retire("branch")
    export([applied]).write()
    assert "offices/north/branch.yaml" not in toys.contents(applied)


def test_changed_row_of_a_list_leaves_the_other_rows(applied, toy_kinds):
    toy_kinds["theme"].edit("work", name={"zh-hans": "就业", "en": "Jobs, work"})
    export([applied]).write()
    expected = toys.CITY["themes.csv"].replace("work,就业,,2,", 'work,就业,"Jobs, work",2,')
    assert toys.contents(applied) == toys.CITY | {"themes.csv": expected}


def test_row_that_does_not_fit_its_list_becomes_a_file(applied, toy_kinds):
    toy_kinds["theme"].edit("work", words=["a|b"])
    export([applied]).write()
    assert "work" not in toys.contents(applied)["themes.csv"]
    assert planned(applied) == []


def test_layers_come_back_as_layers(city, tmp_path):
    demo = toys.write(tmp_path / "demo", {"site.yaml": "demo: true\n", CENTRE: 'office: centre\nphone: "1"\n'})
    apply(check(layers.read([city, demo])))
    export([tmp_path / "out"]).write()
    assert toys.contents(tmp_path / "out/city") == toys.CITY
    assert toys.contents(tmp_path / "out/demo") == toys.contents(demo)


def test_edit_goes_to_the_layer_that_says_the_key(city, tmp_path, offices):
    demo = toys.write(tmp_path / "demo", {CENTRE: 'office: centre\nphone: "1"\n'})
    apply(check(layers.read([city, demo])))
    offices.edit("centre", phone="2")
    export([city, demo]).write()
    assert toys.contents(city) == toys.CITY
    assert toys.contents(demo) == {CENTRE: 'office: centre\nphone: "2"\n'}


def test_fresh_export_is_the_canonical_form(city, tmp_path):
    toys.write(city, {CENTRE: "themes: ['birth',   work]\nname:    中心\noffice: \"centre\"\n"})
    apply(check(layers.read([city])))
    export([tmp_path / "out"], fresh=True).write()
    assert run("fmt", city)[0] == 0
    assert toys.contents(tmp_path / "out") == toys.contents(city)


def test_path_that_leaves_the_folder_is_not_written(applied, tmp_path):
    AppliedFile.objects.filter(path=CENTRE).update(path="offices/../../centre.yaml")
    code, _out, err = run("export", tmp_path / "deep/out")
    assert code == 1
    assert "D111" in err
    assert not (tmp_path / "deep/centre.yaml").exists()


def test_schema_files_describe_references(tmp_path):
    assert run("schema", tmp_path / "schemas")[0] == 0
    assert "code of: theme" in (tmp_path / "schemas/office.schema.json").read_text()


def test_number_of_folders_is_that_of_the_layers_or_one(city, tmp_path):
    demo = toys.write(tmp_path / "demo", {"site.yaml": "demo: true\n"})
    apply(check(layers.read([city, demo])))
    code, _out, err = run("export", *(tmp_path / name for name in "abc"))
    assert code == 1
    assert "D118  3 folders for 2 layers (city, demo)" in err
