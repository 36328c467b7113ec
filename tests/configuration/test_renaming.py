"""``was: old_code``: one line of the plan, everything that refers to it follows, once and never again."""

import pytest

from configuration import codes, layers
from configuration.apply import apply
from configuration.check import check
from configuration.models import AppliedDefinition, Renaming
from tests.configuration import toys
from tests.configuration.conftest import planned, run, run_json

pytestmark = pytest.mark.django_db
CENTRE, BRANCH = "offices/centre.yaml", "offices/north/branch.yaml"
HALL = {
    CENTRE: toys.CITY[CENTRE].replace("office: centre\n", "office: hall\nwas: centre\n"),
    BRANCH: toys.CITY[BRANCH].replace("parent: centre", "parent: hall"),
}


def office(code, was="", **keys):
    """Return the text of an office's file."""
    lines = {"office": code, "was": was, "name": "x", **keys}
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value)


def applying(folder):
    """Apply FOLDER and return what was done."""
    return [(step.verb, step.was, step.code) for step in apply(check(layers.read([folder]))).work]


def told(folder, verb="check"):
    """Return line and code of every problem."""
    return [(p["line"], p["code"]) for p in run_json(verb, folder)[1]["problems"]]


def test_renaming_is_one_line_of_the_plan_and_whoever_refers_to_it_has_none(applied):
    toys.write(applied, HALL)
    assert planned(applied) == [("rename", "hall", [], [])]
    assert run("plan", applied)[1].splitlines() == [
        "Offices",
        "  ~ office  centre → hall  中心",
        f"1 to rename. Nothing is written. Apply with: ./manage.py definitions apply {applied}",
    ]
    assert run("apply", applied)[1] == "Applied: 1 renamed.\n"


def test_what_refers_to_it_follows_and_a_second_apply_plans_nothing(applied, offices):
    toys.write(applied, HALL)
    assert applying(applied) == [("rename", "centre", "hall")]
    assert {spec.office: spec.parent for spec in offices.stored()} == {"hall": None, "branch": "hall"}
    assert planned(applied) == []
    assert codes.current_code("office", "centre") == "hall"


def test_renamed_and_changed_at_once(applied, offices):
    toys.write(applied, HALL | {CENTRE: HALL[CENTRE].replace("size: large", "size: small")})
    assert planned(applied) == [("rename", "hall", ["size"], [])]
    applying(applied)
    assert next(offices.stored(["hall"])).size == "small"


def test_edit_of_the_admin_survives_the_renaming(applied, offices):
    offices.edit("centre", phone="1")
    toys.write(applied, HALL)
    assert planned(applied) == [("rename", "hall", [], ["phone"])]
    applying(applied)
    assert offices.spec("hall")["phone"] == "1"
    assert planned(applied) == [("keep", "hall", [], ["phone"])]


def test_was_that_is_left_in_the_file_does_nothing(applied, offices):
    toys.write(applied, HALL)
    applying(applied)
    offices.save(toys.OfficeSpec(office="centre", name="made in the admin"))
    assert planned(applied) == []
    applying(applied)
    assert {spec.office for spec in offices.stored()} == {"hall", "branch", "centre"}
    assert Renaming.objects.count() == 1


def test_renamed_back_and_forth(applied, offices):
    for new, old in [("hall", "centre"), ("centre", "hall"), ("hall", "centre")]:
        toys.write(applied, {CENTRE: office(new, old), BRANCH: office("branch", parent=new)})
        applying(applied)
        assert {spec.office for spec in offices.stored()} == {new, "branch"}
        assert planned(applied) == []
    assert codes.current_code("office", "centre") == "hall"


def test_two_codes_move_up_in_one_apply(applied, offices):
    toys.write(applied, {CENTRE: office("branch", "centre"), BRANCH: office("leaf", "branch", parent="branch")})
    assert sorted(applying(applied)) == [("rename", "branch", "leaf"), ("rename", "centre", "branch")]
    assert {spec.office: spec.parent for spec in offices.stored()} == {"branch": None, "leaf": "branch"}
    assert planned(applied) == []


def test_two_codes_that_are_swapped_are_refused(applied):
    toys.write(applied, {CENTRE: office("branch", "centre"), BRANCH: office("centre", "branch")})
    assert told(applied) == [(2, "D207"), (2, "D207")]


def test_code_that_another_object_has_is_refused_with_its_line(applied):
    (applied / CENTRE).unlink()
    toys.write(applied, {BRANCH: office("branch", "centre")})
    assert told(applied) == [(2, "D211")]
    code, _out, err = run("apply", applied)
    assert code == 1
    assert f"{applied}/{BRANCH}:2:6  D211  'centre' cannot become 'branch': another office has that code" in err


def test_code_of_an_object_made_in_the_admin_is_refused(applied, offices):
    offices.save(toys.OfficeSpec(office="hall", name="x"))
    assert told(toys.write(applied, HALL)) == [(3, "D211")]


def test_one_code_for_two_is_refused(applied):
    toys.write(applied, {CENTRE: office("one", "centre"), BRANCH: office("two", "centre")})
    assert told(applied) == [(2, "D207")]


def test_kind_whose_codes_never_change_says_why(applied):
    rows = toys.CITY["themes.csv"].replace("theme,", "was,theme,").replace("work,", ",work,")
    toys.write(applied, {"themes.csv": rows.replace("birth,", "birth,baby,")})
    toys.write(applied, {CENTRE: toys.CITY[CENTRE].replace("[birth, ", "[baby, ")})
    code, _out, err = run("check", applied)
    assert code == 1
    assert "themes.csv:2:1  D209  no theme is renamed: children know it by heart" in err


def test_retired_object_comes_back_under_its_new_code_where_the_files_are_taken(applied, offices, monkeypatch):
    monkeypatch.setattr(offices, "unavailable_codes", lambda codes: {"centre", "branch"} & set(codes))
    kept = [spec for spec in offices.stored() if spec.office == "branch"]
    monkeypatch.setattr(offices, "stored", lambda codes=None: iter(kept))
    toys.write(applied, HALL)
    assert planned(applied)[0] == ("rename", "hall", [], [])
    assert "! office  centre → hall  中心  taken out of use in the admin; kept" in run("plan", applied)[1]


def test_new_object_says_what_it_was_elsewhere(tmp_path):
    applying(toys.write(tmp_path / "new", {CENTRE: office("hall", "centre")}))
    assert codes.current_code("office", "centre") == "hall"


def test_base_of_what_no_file_describes_follows(applied, offices):
    offices.edit("branch", phone="1")
    (applied / BRANCH).unlink()
    applying(toys.write(applied, {CENTRE: HALL[CENTRE]}))
    assert AppliedDefinition.objects.get(code="branch").spec["parent"] == "hall"
    assert planned(applied) == [("keep", "branch", [], ["phone"])]


def test_export_writes_the_new_code_and_never_was(applied, tmp_path):
    applying(toys.write(applied, HALL))
    assert run("export", applied)[1] == "0 files changed.\n"
    run("export", tmp_path / "out", "--fresh")
    written = "".join(toys.contents(tmp_path / "out").values())
    assert "office: hall" in written
    assert "was:" not in written
