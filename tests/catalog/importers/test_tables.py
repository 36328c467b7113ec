"""Lists of points and numbers: what is taken, what stays, what is refused with its reason."""

import csv

import pytest
from django.core.management import CommandError, call_command

from catalog.importers import mapping
from catalog.importers.taking import import_table
from catalog.models import ContactNumber, ServicePoint
from configuration.kinds import named
from portal.kit import published
from portal.kit.words import Words
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory
from tests.running import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.article("9", "38.1")]

FOLDER = ROOT / "definitions" / "mappings"
POINT = {
    "所属单位": "甲区",
    "名称": "甲区大厅",
    "地址": "示例路 1 号",
    "咨询电话": "0532-05550101",
    "投诉电话": "0532-05550102",
}
NUMBER = {"单位": "甲区", "咨询电话": "0532-05550101", "投诉电话": "0532-05550102", "接听时间": "工作日"}


@pytest.fixture(autouse=True)
def district():
    top = OrganisationFactory(code="qingdao", level="city", name={"zh-hans": "市"})
    return OrganisationFactory(code="jia", parent=top, name={"zh-hans": "甲区"})


@pytest.fixture
def take(tmp_path):
    def run(which, *rows, **options):
        path = tmp_path / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return import_table(path=path, mapping=mapping.read(FOLDER / f"{which}.yaml"), **options)

    return run


def told(outcome):
    return [remark.verb for remark in outcome.remarks]


def test_points_arrive_as_drafts(take, district):
    outcome = take("points", POINT)
    point = ServicePoint.objects.get()
    assert (outcome.created, point.live, point.organisation, point.level) == (1, False, district, "district")
    assert (str(point.name), point.complaint_phone) == ("甲区大厅", "0532-05550102")


def test_rows_and_mapping_of_renamed_organisations_are_known_again(take):
    take("points", POINT)
    take("numbers", NUMBER)
    for old, new in (("qingdao", "bay"), ("jia", "first")):
        named("organisation").rename(old, new)
    published.forget()
    assert (take("points", POINT).created, take("numbers", NUMBER).created) == (0, 0)
    assert take("points", POINT | {"所属单位": "jia", "名称": "又一处"}).created == 1


def test_numbers_arrive_one_a_purpose(take):
    assert take("numbers", NUMBER).created == 2
    assert dict(ContactNumber.objects.values_list("purpose", "number")) == {
        "service": "0532-05550101",
        "complaint": "0532-05550102",
    }


@pytest.mark.parametrize(("which", "row"), [("points", POINT), ("numbers", NUMBER)])
def test_second_run_changes_nothing(which, row, take):
    first = take(which, row)
    again = take(which, row)
    assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)


def test_dry_run_writes_nothing(take):
    assert take("points", POINT, dry_run=True).created == 1
    assert not ServicePoint.objects.exists()


def test_what_an_editor_entered_before_is_the_same_point(take, district):
    mine = PointFactory(organisation=district, name={"zh-hans": "甲区大厅"}, service_phone="", complaint_phone="")
    outcome = take("points", POINT)
    mine.refresh_from_db()
    assert (outcome.created, mine.service_phone) == (0, "0532-05550101")


def test_number_changed_by_the_list_is_taken(take):
    take("numbers", NUMBER)
    assert take("numbers", NUMBER | {"咨询电话": "0532-05550188"}).changed == 1
    assert ContactNumber.objects.filter(number="0532-05550188").exists()


def test_number_edited_here_stays_and_both_sides_are_told(take):
    take("numbers", NUMBER)
    ContactNumber.objects.filter(purpose="service").update(number="0532-05550177")
    outcome = take("numbers", NUMBER | {"咨询电话": "0532-05550188"})
    assert told(outcome) == ["kept"]
    assert "0532-05550177" in outcome.remarks[0].what
    assert "0532-05550188" in outcome.remarks[0].what
    assert ContactNumber.objects.filter(number="0532-05550177").exists()


def test_change_reaches_the_draft_of_an_editor(take):
    take("points", POINT)
    point = ServicePoint.objects.get()
    draft = point.get_latest_revision_as_object()
    draft.window = Words.of("三号窗口")
    draft.save_revision(clean=False)
    take("points", POINT | {"地址": "示例路 9 号"})
    point.refresh_from_db()
    newest = point.get_latest_revision_as_object()
    assert (str(newest.address), str(newest.window)) == ("示例路 9 号", "三号窗口")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"所属单位": "乙区"}, "`organisations`"),
        ({"名称": ""}, "名称"),
        ({"咨询电话": "无"}, "咨询电话"),
        ({"投诉电话": "0532-05550101"}, "投诉电话"),
        ({"名称": "=1+1"}, "公式"),
        ({"地址": "<!DOCTYPE html><html>502</html>"}, "HTML"),
        ({"地址": "长" * 201}, "201"),
    ],
)
def test_bad_point_is_refused_with_its_reason(change, said, take):
    outcome = take("points", POINT | change, POINT | {"名称": "另一个"})
    assert (outcome.created, told(outcome)) == (1, ["refused"])
    assert said in outcome.remarks[0].what


def test_list_does_not_break_a_published_point(take, district):
    mine = PointFactory(organisation=district, name={"zh-hans": "甲区大厅"}, complaint_phone="0532-05550101")
    mine.service_phone = ""
    mine.save()
    take("points", POINT | {"投诉电话": ""})
    mine.refresh_from_db()
    assert (mine.live, mine.service_phone) == (True, "")


def test_two_organisations_of_one_name_are_told_apart_by_the_mapping(take, district):
    OrganisationFactory(parent=district, name={"zh-hans": "甲区"})
    outcome = take("numbers", NUMBER, NUMBER | {"单位": "jia"})
    assert told(outcome) == ["refused"]
    assert outcome.created == 2


def test_command_takes_points_and_unknown_root_says_what_to_do(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(",".join(POINT) + "\n" + ",".join(POINT.values()) + "\n", "utf-8")
    call_command("import_items", str(path), "--mapping", str(FOLDER / "points.yaml"), "--json")
    assert ServicePoint.objects.count() == 1
    other = tmp_path / "m.yaml"
    other.write_text((FOLDER / "points.yaml").read_text("utf-8").replace("below: qingdao", "below: nowhere"), "utf-8")
    with pytest.raises(CommandError, match="below"):
        call_command("import_items", str(path), "--mapping", str(other))
