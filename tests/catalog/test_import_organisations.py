"""Statistical lists become towns and stations; their codes are never keys."""

import pytest
from django.core.management import CommandError, call_command

from catalog.importers.areas import Lists, import_organisations
from catalog.models import Organisation
from portal.kit.words import Words
from tests.running import ROOT

pytestmark = pytest.mark.django_db
DATA = ROOT.parent / "shared" / "data"
needs_real = pytest.mark.skipif(not DATA.exists(), reason="the real lists are not on this machine")
REAL = Lists(
    areas=DATA / "qingdao_areas_2023.csv",
    streets=DATA / "qingdao_streets_2023.csv",
    villages=DATA / "qingdao_villages_2021.csv",
)


@pytest.fixture
def root():
    top = Organisation(code="top", name=Words.of("市"), level="city")
    top.save()
    return top


@pytest.fixture
def district(root):
    place = Organisation(code="laoshan", name=Words.of("崂山区"), level="district", parent=root, area_code="370212")
    place.save()
    return place


def streets(path, *rows):
    path.write_text("code9,name,area_code6\n" + "".join(f"{row}\n" for row in rows), "utf-8")
    return Lists(streets=path)


@needs_real
@pytest.mark.article("2.1")
def test_real_lists_towns_and_villages_by_level(root):
    outcome = import_organisations(lists=REAL, root="top")
    assert outcome.by_class == {"district": 10, "town": 134, "village": 2046}


@needs_real
def test_real_lists_second_run_changes_nothing(root):
    import_organisations(lists=REAL, root="top")
    again = import_organisations(lists=REAL, root="top")
    assert (again.created, again.changed) == (0, 0)


@needs_real
def test_real_lists_pseudo_streets_prison_and_campus_are_told(root):
    told = " ".join(map(str, import_organisations(lists=REAL, root="top").remarks))
    assert all(name in told for name in ("灵山岛省级自然保护区", "虚拟社区", "北墅监狱", "五四农场", "平度校区"))
    assert not Organisation.objects.filter(area_code="370211401").exists()


def test_path_leads_from_the_root(district, tmp_path):
    import_organisations(lists=streets(tmp_path / "s_2023.csv", "370212001,中韩街道,370212"), root="top")
    assert Organisation.objects.get(level="town").path == "/top/laoshan/laoshan-001/"


def test_code_changed_by_another_year_is_the_same_town(district, tmp_path):
    import_organisations(lists=streets(tmp_path / "s_2021.csv", "370212001,中韩街道,370212"), root="top")
    import_organisations(lists=streets(tmp_path / "s_2023.csv", "370212009,中韩街道,370212"), root="top")
    town = Organisation.objects.get(level="town")
    assert (town.code, town.area_code) == ("laoshan-001", "370212009")
    assert town.extra["area_codes"] == {"2021": "370212001", "2023": "370212009"}


def test_code_given_to_another_town_makes_a_new_one(district, tmp_path):
    import_organisations(lists=streets(tmp_path / "s_2021.csv", "370212001,中韩街道,370212"), root="top")
    import_organisations(lists=streets(tmp_path / "s_2023.csv", "370212001,新街道,370212"), root="top")
    assert Organisation.objects.filter(level="town").count() == 2


def test_same_name_twice_in_one_list_is_two_towns(district, tmp_path):
    rows = ("370212001,东山街道,370212", "370212002,东山街道,370212")
    assert import_organisations(lists=streets(tmp_path / "s.csv", *rows), root="top").created == 2
    assert import_organisations(lists=streets(tmp_path / "s.csv", *rows), root="top").unchanged == 2


def test_street_of_an_unknown_district_is_refused(district, tmp_path):
    assert import_organisations(lists=streets(tmp_path / "s.csv", "370999001,某街道,370999"), root="top").refused == 1


def test_unknown_root_says_what_to_do(tmp_path):
    streets(tmp_path / "s.csv", "370212001,中韩街道,370212")
    with pytest.raises(CommandError, match="apply the definitions first"):
        call_command("import_organisations", "--root", "nowhere", "--streets", str(tmp_path / "s.csv"))


def test_dry_run_writes_nothing(district, tmp_path):
    lists = streets(tmp_path / "s.csv", "370212001,中韩街道,370212")
    assert import_organisations(lists=lists, root="top", dry_run=True).created == 1
    assert not Organisation.objects.filter(level="town").exists()
