"""Imported places are taken back: new ones go, codes are set back, whatever somebody made of them stays."""

import pytest
from django.core.management import CommandError, call_command
from modelsearch.backends import get_search_backend

from catalog.importers.undo import undo_import
from catalog.models import ContactNumber, ImportedRow, Organisation
from portal.kit import published
from search.models import IndexEntry
from tests.catalog.areas import everything, run, town, write
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory
from tests.factories.registers import ContactFactory

pytestmark = pytest.mark.django_db
STREETS = [f"3702120{n:02},街道{n},370212" for n in range(1, 4)]
VILLAGES = [f"3702120{n:02}20{m},村{n}{m},街道{n}" for n in range(1, 4) for m in range(3)]


@pytest.fixture(autouse=True)
def laoshan():
    top = OrganisationFactory(code="qingdao", level="city", area_code="370200")
    return OrganisationFactory(code="laoshan", parent=top, area_code="370212")


@pytest.fixture
def streets(tmp_path):
    """Return a function that imports the towns as a recorded run."""
    return lambda rows=STREETS, year=2021: run("streets", write(tmp_path / f"s_{year}.csv", "streets", *rows))


@pytest.fixture
def villages(tmp_path):
    return lambda rows=VILLAGES, year=2021: run("villages", write(tmp_path / f"v_{year}.csv", "villages", *rows))


def kept(outcome):
    return [remark.what for remark in outcome.remarks if remark.verb == "kept"]


def found(words):
    return [str(row.name) for row in get_search_backend().search(words, Organisation.objects.all())]


def entries():
    return set(IndexEntry.objects.filter(kind="organisations").values_list("key", flat=True))


def test_new_places_go_villages_before_towns(streets, villages):
    before = everything()
    first, second = streets(), villages()
    assert (undo_import(run=second).created, undo_import(run=first).created) == (9, 3)
    assert everything() == before
    assert not ImportedRow.objects.exists()


def test_search_knows_it_at_once(streets, villages):
    before = entries()
    streets()
    made = villages()
    assert found("村11") == ["村11"]
    assert len(entries()) == len(before) + 12
    undo_import(run=made)
    assert found("村11") == []
    assert len(entries()) == len(before) + 3


def test_pages_that_are_kept_are_stale_after_both(streets, django_capture_on_commit_callbacks):
    moments = [published.version()]
    with django_capture_on_commit_callbacks(execute=True):
        made = streets()
    moments.append(published.version())
    with django_capture_on_commit_callbacks(execute=True):
        undo_import(run=made)
    moments.append(published.version())
    assert moments == sorted(set(moments))


def test_towns_with_villages_stay_and_say_why(streets, villages):
    first = streets()
    villages(VILLAGES[:3])
    outcome = undo_import(run=first)
    assert kept(outcome) == ["街道1: 还有内容用到它：机构 (3)"]
    assert outcome.created == 2


def test_village_with_a_number_and_a_point_stays_with_its_town(streets, villages):
    first, second = streets(), villages()
    village = Organisation.objects.get(area_code="370212001201")
    ContactFactory(organisation=village)
    PointFactory(organisation=village)
    assert kept(undo_import(run=second)) == ["村11: 还有内容用到它：服务点 (1), 联系电话 (1)"]
    assert kept(undo_import(run=first)) == ["街道1: 还有内容用到它：机构 (1)"]
    assert ContactNumber.objects.get().organisation == village


@pytest.mark.parametrize(
    "edit",
    [{"name": {"zh-hans": "新村"}}, {"short_name": {"zh-hans": "村"}}, {"area_code": "370212009999"}],
    ids=["name", "short name", "code"],
)
def test_edited_village_stays(streets, villages, edit):
    streets()
    made = villages()
    Organisation.objects.filter(area_code="370212001201").update(**edit)
    outcome = undo_import(run=made)
    assert (outcome.created, len(kept(outcome))) == (8, 1)
    assert "名单改过" in kept(outcome)[0]


def test_codes_of_a_later_year_are_set_back(streets):
    streets()
    before = everything()
    later = streets([row.replace("3702120", "3702121", 1) for row in STREETS], year=2023)
    assert town("街道1").area_code == "370212101"
    outcome = undo_import(run=later)
    assert (outcome.changed, everything()) == (3, before)
    assert ImportedRow.objects.count() == 3


def test_code_edited_since_stays(streets):
    streets()
    later = streets([row.replace("3702120", "3702121", 1) for row in STREETS], year=2023)
    Organisation.objects.filter(area_code="370212101").update(area_code="370212888")
    assert kept(undo_import(run=later)) == ["街道1：行政区划代码 后来在本站或由别的名单改过"]
    assert town("街道1").area_code == "370212888"
    assert town("街道1").extra["area_codes"] == {"2021": "370212001"}


def test_organisation_that_was_there_is_as_before(streets, laoshan):
    OrganisationFactory(code="mine", parent=laoshan, level="town", name={"zh-hans": "街道1"})
    before = everything()
    undo_import(run=streets())
    assert everything() == before
    assert not ImportedRow.objects.exists()


def test_list_can_be_imported_again(streets):
    undo_import(run=streets())
    assert streets().report["created"] == 3


def test_queries_of_an_undo_do_not_grow_with_rows(streets, villages, django_assert_max_num_queries):
    streets()
    made = villages([f"37021200{n % 3 + 1}{n:03},村{n},街道{n % 3 + 1}" for n in range(400)])
    with django_assert_max_num_queries(60):
        assert undo_import(run=made).created == 400


def test_import_that_others_hang_on_is_not_taken_back_before_them(streets, villages):
    first, second = streets(), villages()
    with pytest.raises(CommandError, match=f"Import {second.pk} "):
        call_command("undo_import", str(first.pk))
    call_command("undo_import", str(second.pk))
    call_command("undo_import", str(first.pk))
    assert not Organisation.objects.filter(level="town").exists()


def test_operator_may_leave_what_others_hang_on(streets, villages, capsys):
    first = streets()
    villages(VILLAGES[:1])
    call_command("undo_import", str(first.pk), "--anyway")
    assert "2 rows taken away" in capsys.readouterr().out
