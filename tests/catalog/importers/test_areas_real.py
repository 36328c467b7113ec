"""The real lists of Qingdao: counts, a second run, a year later, and the way back."""

import shutil

import pytest

from catalog.importers.undo import undo_import
from catalog.models import ImportedChange, ImportedRow, Organisation
from portal.kit.words import Words
from tests.catalog.areas import REAL, everything, needs_real, run
from tests.factories.organisation import OrganisationFactory

pytestmark = [pytest.mark.django_db, needs_real]


@pytest.fixture(autouse=True)
def top():
    return OrganisationFactory(code="qingdao", level="city", area_code="370200")


@pytest.fixture
def imported():
    """The runs of the three lists, and the organisations as they were before each."""
    states, runs = [], []
    for which, path in REAL.items():
        states.append(everything())
        runs.append(run(which, path))
    return runs, states


def counts(made):
    report = made.report
    return {name: report[name] for name in ("rows", "created", "changed", "unchanged", "refused")}


def verbs(made):
    return [remark["verb"] for remark in made.report["remarks"]]


@pytest.mark.article("2.1")
def test_every_row_is_a_place_or_says_why_not(imported):
    (districts, streets, villages), _states = imported
    assert counts(districts) == {"rows": 10, "created": 10, "changed": 0, "unchanged": 0, "refused": 0}
    assert counts(streets) == {"rows": 141, "created": 134, "changed": 0, "unchanged": 0, "refused": 0}
    assert counts(villages) == {"rows": 2123, "created": 2046, "changed": 0, "unchanged": 0, "refused": 0}
    assert (verbs(streets), verbs(villages)) == (["skipped"] * 7, ["skipped"] * 77)


def test_zones_prison_farms_and_campus_are_told(imported):
    said = " ".join(remark["what"] for made in imported[0] for remark in made.report["remarks"])
    assert all(name in said for name in ("灵山岛省级自然保护区", "虚拟社区", "北墅监狱", "五四农场", "平度校区"))
    assert not Organisation.objects.filter(area_code="370211401").exists()


def test_second_run_changes_nothing(imported):
    before, listed = everything(), list(ImportedRow.objects.values())
    again = [run(which, path) for which, path in REAL.items()]
    assert [counts(made)["unchanged"] for made in again] == [10, 134, 2046]
    assert not ImportedChange.objects.filter(run__in=again).exists()
    assert (everything(), list(ImportedRow.objects.values())) == (before, listed)


def test_undo_leaves_exactly_what_was_before(imported):
    for made, before in zip(*map(reversed, imported), strict=True):
        assert undo_import(run=made).remarks == []
        assert everything() == before
    assert not ImportedRow.objects.exists()


def test_another_year_is_taken_and_taken_back(imported, tmp_path):
    before = everything()
    later = run("villages", shutil.copy(REAL["villages"], tmp_path / "villages_2024.csv"))
    assert (later.report["created"], later.report["changed"]) == (0, 2046)
    assert undo_import(run=later).changed == 2046
    assert everything() == before


def test_renamed_village_is_kept_and_told(imported, tmp_path):
    village = Organisation.objects.get(area_code="370202001001")
    village.name = Words.of("云霄路新社区")
    village.save()
    later = run("villages", shutil.copy(REAL["villages"], tmp_path / "villages_2024.csv"))
    village.refresh_from_db()
    (kept,) = [remark for remark in later.report["remarks"] if remark["verb"] == "kept"]
    assert (str(village.name), village.extra["area_codes"]["2024"]) == ("云霄路新社区", "370202001001")
    assert (kept["number"], kept["what"]) == (2, "370202001001 云霄路社区: 在本站叫 '云霄路新社区'")
    assert Organisation.objects.filter(level="village").count() == 2046
    outcome = undo_import(run=imported[0][2])
    assert any("云霄路新社区" in remark.what for remark in outcome.remarks)
