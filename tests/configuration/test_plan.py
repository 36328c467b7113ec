"""Three-way: what the file says, what the admin holds, what the last apply wrote."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from configuration import kinds
from tests.configuration import toys
from tests.configuration.conftest import planned, run, run_json
from tests.queries import statements_that_write

pytestmark = pytest.mark.django_db
BRANCH = "offices/north/branch.yaml"


def test_first_plan_creates_everything(city):
    assert {(verb, code) for verb, code, _c, _k in planned(city)} == {
        ("create", code) for code in ("city", "birth", "work", "centre", "branch")
    }


def test_second_plan_is_empty(applied):
    assert planned(applied) == []


def test_change_of_a_file_is_planned(applied):
    toys.write(applied, {BRANCH: "office: branch\nname: 分中心\nparent: centre\nanswer: 5 working_days\n"})
    assert planned(applied) == [("change", "branch", ["answer"], [])]


def test_edit_of_the_admin_is_kept(applied, offices):
    offices.edit("branch", phone="1")
    assert planned(applied) == [("keep", "branch", [], ["phone"])]


def test_edit_of_the_admin_is_overwritten_on_demand(applied, offices):
    offices.edit("branch", phone="1")
    assert planned(applied, take="files") == [("change", "branch", ["phone"], [])]


def test_different_keys_on_both_sides_merge(applied, offices):
    offices.edit("branch", phone="1")
    toys.write(applied, {BRANCH: "office: branch\nname: 分中心\nparent: centre\nanswer: 5 working_days\n"})
    assert planned(applied) == [("change", "branch", ["answer"], ["phone"])]


def test_same_key_on_both_sides_keeps_the_admin(applied, offices):
    offices.edit("branch", answer="9 days")
    toys.write(applied, {BRANCH: "office: branch\nname: 分中心\nparent: centre\nanswer: 5 working_days\n"})
    assert planned(applied) == [("keep", "branch", [], ["answer"])]
    assert planned(applied, take="files") == [("change", "branch", ["answer"], [])]


def test_same_change_on_both_sides_is_no_change(applied, offices):
    offices.edit("branch", answer="5 working_days")
    toys.write(applied, {BRANCH: "office: branch\nname: 分中心\nparent: centre\nanswer: 5 working_days\n"})
    assert planned(applied) == []


def test_object_without_file_retires(applied):
    (applied / BRANCH).unlink()
    assert planned(applied) == [("retire", "branch", [], [])]


def test_object_without_file_that_the_admin_edited_is_kept(applied, offices):
    offices.edit("branch", phone="1")
    (applied / BRANCH).unlink()
    assert planned(applied) == [("keep", "branch", [], ["phone"])]
    assert planned(applied, take="files") == [("retire", "branch", [], [])]


def test_object_retired_in_the_admin_does_not_come_back(applied, offices):
    offices.retire("branch")
    assert planned(applied) == [("keep", "branch", [], [])]
    assert planned(applied, take="files") == [("create", "branch", [], [])]


def test_object_made_in_the_admin_is_left_alone(applied, offices):
    offices.save(toys.OfficeSpec(office="born", name="x"))
    assert planned(applied) == []
    assert "1 office made in the admin: left alone" in run("plan", applied)[1]


def test_plan_writes_nothing(applied, offices):
    offices.edit("branch", phone="1")
    (applied / "offices/centre.yaml").write_text("office: centre\nname: 新中心\n")
    with CaptureQueriesContext(connection) as queries:
        planned(applied)
    assert not statements_that_write(queries.captured_queries)
    assert len(queries) < 20


def test_plan_reads_like_news(applied, offices):
    offices.edit("branch", phone="1")
    text = toys.CITY["offices/centre.yaml"].replace("[birth, work]", "[work]").replace("中心  #", "市中心  #")
    toys.write(applied, {"offices/centre.yaml": text})
    assert run("plan", applied)[1].splitlines() == [
        "Offices",
        "  ! office  branch  分中心  edited in the admin: phone; kept (use --take files to overwrite)",
        "  ~ office  centre  市中心",
        "      name                中心 → 市中心",
        "      themes              - birth",
        f"1 to change, 1 kept as edited in the admin. Nothing is written. "
        f"Apply with: ./manage.py definitions apply {applied}",
    ]


def test_plan_shows_rights_first(city, monkeypatch):
    monkeypatch.setattr(toys.ToyOffice, "rights", True)
    assert run("plan", city)[1].startswith("Offices\n")


def test_plan_for_a_machine(applied):
    (applied / BRANCH).unlink()
    code, answer = run_json("plan", applied)
    assert (code, [(step["do"], step["code"]) for step in answer["steps"]]) == (0, [("retire", "branch")])


def test_kinds_are_written_in_order():
    assert [kind.order for kind in kinds.every()] == sorted(kind.order for kind in kinds.every())


def test_file_and_edit_that_do_not_fit_together_are_a_sentence(applied, offices):
    toys.write(applied, {"offices/new.yaml": "office: new\nname: 新\n"})
    run("apply", applied)
    offices.edit("new", size="large")
    toys.write(applied, {"offices/new.yaml": "office: new\nname: 新\nparent: centre\n"})
    code, _out, err = run("plan", applied)
    assert code == 1
    assert "D208  office 'new': the file and the edits of the admin (size) do not fit together" in err
