"""Statistical lists become towns and stations; their codes are never keys, edits made here stay."""

import pytest
from modelsearch.backends import get_search_backend

from catalog.models import ImportedRow, Organisation
from portal.kit.words import Words
from tests.catalog.areas import altered, take, town, write
from tests.factories.organisation import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("2.1")]
STREET, VILLAGE = "370212001,中韩街道,370212", "370212001201,金家岭社区,中韩街道"


@pytest.fixture(autouse=True)
def laoshan():
    top = OrganisationFactory(code="qingdao", level="city", area_code="370200")
    bureau, short = {"zh-hans": "崂山区行政审批服务局"}, {"zh-hans": "崂山区"}
    return OrganisationFactory(code="laoshan", parent=top, name=bureau, short_name=short, area_code="370212")


@pytest.fixture
def streets(tmp_path):
    """Return a function that takes rows as the list of a year."""
    return lambda *rows, year=2021, **options: take(
        "streets", write(tmp_path / f"streets_{year}.csv", "streets", *rows), **options
    )


@pytest.fixture
def villages(tmp_path):
    return lambda *rows, year=2021, **options: take(
        "villages", write(tmp_path / f"villages_{year}.csv", "villages", *rows), **options
    )


def told(outcome):
    return [(remark.number, remark.verb) for remark in outcome.remarks]


def test_path_and_code_lead_from_the_top(streets, villages):
    streets(STREET)
    villages(VILLAGE)
    station = Organisation.objects.get(level="village")
    assert station.path == "/qingdao/laoshan/laoshan-001/laoshan-001-201/"
    assert (station.parent, station.area_code) == (town(), "370212001201")


def test_place_below_six_organisations_is_left_out(streets, villages, laoshan):
    for n in range(3):
        above = OrganisationFactory(code=f"above-{n}", parent=laoshan.parent)
        laoshan.parent = above
        laoshan.save()
    streets(STREET)
    outcome = villages(VILLAGE)
    assert (outcome.created, told(outcome)) == (0, [(2, "refused")])
    assert not Organisation.objects.filter(level="village").exists()


def test_district_that_is_there_under_its_short_name_gets_its_code(tmp_path, laoshan):
    outcome = take("districts", write(tmp_path / "d_2023.csv", "districts", "370299,崂山区", "370202,市南区"))
    laoshan.refresh_from_db()
    assert (outcome.created, outcome.changed, laoshan.area_code) == (1, 1, "370299")
    assert Organisation.objects.get(code="qingdao-370202").parent == laoshan.parent


def test_name_that_the_list_writes_otherwise_is_given_by_the_mapping(tmp_path):
    read = altered(tmp_path, "districts", ("organisations: {}", "organisations: {崂山: laoshan}"))
    outcome = take("districts", write(tmp_path / "d_2023.csv", "districts", "370212,崂山"), read=read)
    assert (outcome.created, told(outcome)) == (0, [])


def test_code_changed_by_another_year_is_the_same_town(streets):
    streets(STREET, year=2021)
    streets("370212009,中韩街道,370212", year=2023)
    assert (town().code, town().area_code) == ("laoshan-001", "370212009")
    assert town().extra["area_codes"] == {"2021": "370212001", "2023": "370212009"}


def test_older_list_adds_its_code_and_the_newest_is_shown(streets):
    streets("370212009,中韩街道,370212", year=2023)
    streets(STREET, year=2021)
    assert town().area_code == "370212009"


def test_code_given_to_another_town_makes_a_new_one(streets):
    streets(STREET, year=2021)
    outcome = streets("370212001,新街道,370212", year=2023)
    assert Organisation.objects.filter(level="town").count() == 2
    assert "中韩街道" in outcome.remarks[-1].what
    assert told(outcome) == [(0, "warned")]


def test_same_name_twice_is_two_towns_and_told(streets):
    rows = ("370212001,东山街道,370212", "370212002,东山街道,370212")
    assert streets(*rows).created == 2
    again = streets(*rows[::-1], year=2021)
    assert (again.created, again.unchanged, told(again)) == (0, 2, [(3, "warned")])


def test_year_of_the_mapping_comes_before_the_file_name(tmp_path):
    read = altered(tmp_path, "streets", ("level: town\n", "level: town\nyear: 2019\n"))
    take("streets", write(tmp_path / "s_2023.csv", "streets", STREET), read=read)
    assert town().extra["area_codes"] == {"2019": "370212001"}


def test_zone_is_no_town_and_its_villages_wait_for_an_editor(streets, villages, laoshan):
    assert told(streets("370212401,某度假区,370212")) == [(2, "skipped")]
    row = "370212401201,某村,某度假区"
    assert told(villages(row)) == [(2, "skipped")]
    zone = OrganisationFactory(parent=laoshan, level="town", name={"zh-hans": "某度假区"})
    assert villages(row).created == 1
    assert Organisation.objects.get(level="village").parent == zone


def test_what_is_no_station_is_data_of_the_mapping(villages, streets, tmp_path):
    streets(STREET)
    row = "370212001498,某虚拟社区,中韩街道"
    outcome = villages(row)
    assert (outcome.created, outcome.refused, told(outcome)) == (0, 0, [(2, "skipped")])
    assert "虚拟社区" in outcome.remarks[0].what
    read = altered(tmp_path, "villages", ("name_contains: 虚拟社区", "name_contains: 别的"))
    assert villages(row, read=read).created == 1


def test_town_of_one_name_in_two_districts_is_that_of_the_code(streets, villages, laoshan):
    OrganisationFactory(code="shinan", parent=laoshan.parent, area_code="370202")
    streets("370212001,东山街道,370212", "370202001,东山街道,370202")
    villages("370202001201,甲社区,东山街道", "370212001201,乙社区,东山街道")
    assert Organisation.objects.get(code="shinan-001-201").name.in_language("") == "甲社区"
    assert Organisation.objects.get(code="laoshan-001-201").name.in_language("") == "乙社区"


def test_town_renamed_here_still_has_its_villages(streets, villages):
    streets(STREET)
    Organisation.objects.filter(level="town").update(name=Words.of("中韩新街道"))
    assert villages(VILLAGE).created == 1


def test_parent_by_code_needs_no_column(tmp_path, streets):
    read = altered(
        tmp_path, "villages", ("  above: street_name\n", ""), ("{level: town, by: name}", "{level: town, by: code}")
    )
    streets(STREET)
    take("villages", write(tmp_path / "v_2021.csv", "villages", VILLAGE), read=read)
    assert Organisation.objects.get(level="village").parent == town()


def test_name_edited_here_stays_and_is_told(streets):
    streets(STREET)
    Organisation.objects.filter(level="town").update(name=Words.of("中韩新街道"))
    outcome = streets("370212009,中韩街道,370212", year=2023)
    assert (outcome.created, outcome.changed, told(outcome)) == (0, 1, [(2, "kept")])
    assert "中韩新街道" in outcome.remarks[0].what
    assert (str(town("中韩新街道").name), town("中韩新街道").area_code) == ("中韩新街道", "370212009")


def test_place_moved_here_stays_there_and_is_told(streets, laoshan):
    streets(STREET)
    moved = town()
    moved.parent = OrganisationFactory(code="zone", parent=laoshan.parent, level="zone")
    moved.save()
    outcome = streets(STREET)
    moved.refresh_from_db()
    assert (outcome.created, told(outcome), moved.parent.code) == (0, [(2, "kept")], "zone")
    assert "名单里属于" in outcome.remarks[0].what


def test_code_edited_here_stays_and_is_told(streets):
    streets(STREET)
    Organisation.objects.filter(level="town").update(area_code="370212888")
    assert told(streets("370212009,中韩街道,370212", year=2023)) == [(2, "kept")]
    assert town().area_code == "370212888"
    assert town().extra["area_codes"]["2023"] == "370212009"


def test_place_out_of_use_here_stays_so(streets):
    streets(STREET)
    Organisation.objects.filter(level="town").update(retired_at="2026-01-01T00:00Z")
    assert told(streets(STREET)) == [(2, "kept")]
    assert Organisation.objects.filter(level="town").count() == 1


def test_place_in_use_comes_before_one_that_was_retired(streets, laoshan):
    streets(STREET)
    Organisation.objects.filter(level="town").update(retired_at="2026-01-01T00:00Z")
    mine = OrganisationFactory(parent=laoshan, level="town", name={"zh-hans": "中韩街道"})
    assert told(streets(STREET)) == []
    mine.refresh_from_db()
    assert mine.area_code == "370212001"


def test_code_that_went_to_another_district_means_that_one(streets, laoshan):
    laoshan.extra, laoshan.area_code = {"area_codes": {"2019": "370212", "2023": "370299"}}, "370299"
    laoshan.save()
    heir = OrganisationFactory(parent=laoshan.parent, area_code="370212")
    streets(STREET, "370299001,沙子口街道,370299", year=2023)
    assert [town(name).parent for name in ("中韩街道", "沙子口街道")] == [heir, laoshan]


def test_what_the_list_says_is_kept_beside_what_stands_here(streets):
    streets(STREET)
    row = ImportedRow.objects.get()
    assert (row.source, row.object_id) == ("streets", town().pk)
    assert row.taken == {"name": "中韩街道", "parent": "崂山区行政审批服务局"}


def test_dry_run_writes_nothing(streets):
    assert streets(STREET, dry_run=True).created == 1
    assert not Organisation.objects.filter(level="town").exists()
    assert not ImportedRow.objects.exists()


def test_new_place_is_found_by_search(streets):
    streets(STREET)
    assert list(get_search_backend().search("中韩", Organisation.objects.all())) == [town()]


def test_queries_do_not_grow_with_rows(streets, django_assert_max_num_queries):
    with django_assert_max_num_queries(80):
        streets(*(f"370212{n:03},街道{n},370212" for n in range(400)))
    with django_assert_max_num_queries(80):
        streets(*(f"370212{n:03},街道{n},370212" for n in range(400)), year=2023)
