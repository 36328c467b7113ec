"""All or nothing, once or twice, never over an edit of the admin."""

import threading

import pytest
from django.db import connections

from configuration import layers
from configuration.apply import apply
from configuration.check import check
from configuration.models import AppliedDefinition, AppliedFile, SiteRecord
from tests.configuration import toys
from tests.configuration.conftest import planned, run

BRANCH = "offices/north/branch.yaml"


@pytest.mark.django_db
def test_apply_twice_changes_nothing_the_second_time(city):
    assert run("apply", city)[:2] == (0, "Applied: 5 created.\n")
    before = list(SiteRecord.objects.values())
    assert run("apply", city)[:2] == (0, "Applied: nothing to do.\n")
    assert list(SiteRecord.objects.values()) == before


@pytest.mark.django_db
def test_edit_of_the_admin_survives_many_applies(applied, offices):
    offices.edit("branch", phone="1")
    for answer in (5, 7):
        text = f"office: branch\nname: 分中心\nparent: centre\nanswer: {answer} working_days\n"
        apply(check(layers.read([toys.write(applied, {BRANCH: text})])))
    assert offices.spec("branch")["phone"] == "1"
    assert offices.spec("branch")["answer"] == "7 working_days"
    assert planned(applied) == [("keep", "branch", [], ["phone"])]


@pytest.mark.django_db
def test_taking_the_files_overwrites_the_edit(applied, offices):
    offices.edit("branch", phone="1")
    assert run("apply", applied, "--take", "files")[0] == 0
    assert "phone" not in offices.spec("branch")


@pytest.mark.django_db
def test_failure_in_the_middle_writes_nothing(city, offices, monkeypatch):
    monkeypatch.setattr(offices, "save", lambda spec: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply(check(layers.read([city])))
    assert not SiteRecord.objects.exists()
    assert not AppliedDefinition.objects.exists()


@pytest.mark.django_db
def test_parents_are_written_before_their_children(city, offices, monkeypatch):
    order, save = [], offices.save
    monkeypatch.setattr(offices, "save", lambda spec: (order.append(spec.office), save(spec)))
    apply(check(layers.read([city])))
    assert order == ["centre", "branch"]


@pytest.mark.django_db
def test_circle_of_parents_is_a_sentence(tmp_path):
    files = {f"offices/{a}.yaml": f"office: {a}\nname: x\nparent: {b}\n" for a, b in ("ab", "ba")}
    code, _out, err = run("apply", toys.write(tmp_path / "x", files))
    assert code == 1
    assert "D210" in err


@pytest.mark.django_db
def test_demo_definitions_are_refused_where_settings_say_so(city, tmp_path, settings):
    settings.ALLOW_DEMO = False
    demo = toys.write(tmp_path / "demo", {"site.yaml": "demo: true\n"})
    code, _out, err = run("apply", city, demo)
    assert code == 1
    assert "D116  these are demo definitions" in err
    assert not SiteRecord.objects.exists()


@pytest.mark.django_db
def test_object_that_left_is_forgotten(applied):
    (applied / BRANCH).unlink()
    apply(check(layers.read([applied])))
    assert not AppliedDefinition.objects.filter(code="branch").exists()
    assert not AppliedFile.objects.filter(path=BRANCH).exists()


@pytest.mark.django_db(transaction=True)
def test_two_applies_at_once_both_end_well(city):
    outcomes, told = [], []

    def one():
        try:
            outcomes.append(len(apply(check(layers.read([city])), tell=told.append).work))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == [0, 5]
