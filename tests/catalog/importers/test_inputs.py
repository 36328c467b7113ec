"""Inputs that failed in other systems: each has the value that it should have, or a sentence that says what to do."""

import json

import pytest
from django.core.management import CommandError, call_command

from catalog.importers import mapping, runs, sources
from catalog.models import ContactNumber, ServiceItem, ServicePoint
from configuration.kinds import named
from portal.kit import phones, published
from tests.factories.organisation import OrganisationFactory
from tests.running import ROOT

SHARED = ROOT.parent / "shared"
INPUTS, GUANGDONG = SHARED / "inputs", SHARED / "data" / "cn_items_guangdong_160.jsonl"
MAPPINGS = ROOT / "definitions" / "mappings"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not INPUTS.exists(), reason="the shared inputs are not on this machine"),
]
ADDRESS = "示例路1号"

# File, mapping, and the names or numbers that arrive.
READ = {
    "01_dimension_a1.xlsx": ("points", ["示例站A1", "示例站A2"]),
    "02_title_row.xlsx": ("points", ["示例站B1"]),
    "03_trailing_styled_cell.xlsx": ("points", ["示例站C1", "示例站C2"]),
    "05_cr_escape.xlsx": ("points", ["示例站E1", "示例站E2"]),
    "06_first_sheet_hidden.xlsx": ("points", ["示例站F1"]),
    "07_header_space.xlsx": ("points", ["示例站G1"]),
    "08_merged_org.xlsx": ("points", ["示例站H1", "示例站H2", "示例站H3"]),
    "21_gbk.csv": ("points", ["示例站N1"]),
    "22_utf16_tab.csv": ("points", ["示例站O1"]),
    "23_semicolon.csv": ("points", ["示例站P1"]),
    "25_trailing_comma.csv": ("points", ["示例站R1"]),
    "32_sep_line.csv": ("points", ["示例站X1"]),
    "51_items_dimension_short.xlsx": ("guangan", [f"示例事项{n}" for n in range(1, 6)]),
}
# Files that are refused as a whole, and what the sentence names.
REFUSED = {
    "09_duplicate_heading.xlsx": ("points", ["名称", "投诉电话"]),
    "31b_header_only.csv": ("points", ["31b_header_only.csv", "所属单位"]),
}


@pytest.fixture(autouse=True)
def organisations():
    kind = named("site")
    spec = {"site": "s", "name": "城", "competent_authority": "qingdao", "telephones": {"area_code": "0532"}}
    kind.save(kind.schema.model_validate(spec))
    published.forget()
    top = OrganisationFactory(code="qingdao", level="city", name={"zh-hans": "青岛市"})
    for code, name in (("shinan", "市南区"), ("shibei", "市北区")):
        OrganisationFactory(code=code, parent=top, name={"zh-hans": name})


def take(name, which, **options):
    return runs.take(path=INPUTS / name, name=name, mapping=mapping.read(MAPPINGS / f"{which}.yaml"), **options)


def arrived(which):
    if which == "numbers":
        return list(ContactNumber.objects.values_list("number", flat=True).order_by("pk"))
    model = {"points": ServicePoint, "guangan": ServiceItem}[which]
    return [str(row.name) for row in model.objects.order_by("pk")]


@pytest.mark.parametrize("name", READ)
def test_list_is_read(name):
    which, expected = READ[name]
    outcome = take(name, which)
    assert (arrived(which), outcome.refused) == (expected, 0)
    assert {str(point.address).replace(" ", "") for point in ServicePoint.objects.all()} <= {ADDRESS, "示例路2号"}


@pytest.mark.parametrize("name", REFUSED)
def test_list_is_refused_with_its_headings(name):
    which, said = REFUSED[name]
    with pytest.raises(sources.SourceError) as told:
        take(name, which, dry_run=True)
    assert all(word in str(told.value) for word in said)


def test_name_of_the_sheet_is_told():
    assert take("06_first_sheet_hidden.xlsx", "points").facts.sheet == "名单"


def test_number_that_was_no_text_in_a_spreadsheet_is_read_or_refused():
    take("43_phones_list.csv", "numbers")
    read = [phones.private(number) for number in arrived("numbers")]
    assert [(phone.kind, phone.local, phone.extension) for phone in read][:2] == [
        ("free", "1234567", ""),
        ("service", "96111", ""),
    ]
    assert {phone.local for phone in read[2:]} <= {"8800123", "12345"}
    assert all(phone.extension == "3" for phone in read if phone.local == "12345")


def test_errors_of_a_spreadsheet_are_refused():
    outcome = take("04_error_values.xlsx", "points")
    assert [(remark.number, remark.verb) for remark in outcome.remarks] == [(2, "refused"), (3, "refused")]


def test_time_is_hours_and_minutes_and_a_date_is_no_text():
    outcome = take("12_hours_times.xlsx", "numbers")
    assert [str(number.hours) for number in ContactNumber.objects.all()] == ["09:00", "09:00"]
    assert [(remark.number, remark.what) for remark in outcome.remarks] == [(3, "“接听时间”列：应是文字，却是 date")]


def test_what_no_document_may_hold_is_not_stored():
    take("55_items_script.csv", "guangan")
    names = [str(item.name) for item in ServiceItem.objects.order_by("pk")]
    assert "示例垂直制表事项" in names
    assert "示例事项" in names
    assert not [name for name in names if any(mark in name for mark in "\x0b\ufffe")]


def test_placeholder_is_no_code_no_name_and_no_department():
    outcome = take("57_items_placeholder.csv", "guangan")
    assert (outcome.created, outcome.refused) == (0, 10)


def test_command_says_what_was_read_and_the_number_of_the_import(capsys):
    points = MAPPINGS / "points.yaml"
    call_command("import_items", INPUTS / "06_first_sheet_hidden.xlsx", mapping=points)
    assert "'名单'" in capsys.readouterr().out
    call_command("import_items", INPUTS / "02_title_row.xlsx", mapping=points, json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["import"] > 0, said["list"]["header_row"], said["list"]["headings"][0]) == (True, 2, "所属单位")
    with pytest.raises(CommandError, match="31b_header_only"):
        call_command("import_items", INPUTS / "31b_header_only.csv", mapping=points)
    with pytest.raises(SystemExit) as left:
        call_command("import_items", INPUTS / "57_items_placeholder.csv", mapping=MAPPINGS / "guangan.yaml")
    assert left.value.code == 1


@pytest.mark.skipif(not GUANGDONG.exists(), reason="the list of a province is not on this machine")
def test_list_of_a_province_arrives_as_it_was_published(tmp_path):
    read = mapping.read(MAPPINGS / "guangdong.yaml")
    outcome = runs.take(path=GUANGDONG, name="list.jsonl", mapping=read)
    assert (outcome.created, outcome.refused) == (160, 0)
    assert not ServiceItem.objects.public().exists()
    item = ServiceItem.objects.get(code_raw="11440000006940116U2442102034000")
    assert (item.statutory_limit, item.statutory_unit, item.promised_days, item.visits) == (30, "working_days", 5, 0)
    assert (item.service_phones, item.complaint_phones) == (["020-37626863"], ["020-37627229"])
    assert (item.audience, item.fee_charged, item.offered_as) == (["natural_person"], None, [])
    assert item.asked_as == ["中等职业学校", "毕业生", "学历证明书"]
    assert [str(block.value["name"]) for block in item.materials][-1] == "居民户口簿"
    assert "高教大厦904室" in str(item.handled_at)
    assert item.link.startswith("http://bsxt.gdbs.gov.cn/")
    several = [item.service_phones for item in ServiceItem.objects.all() if len(item.service_phones) > 2]
    assert ["020-84469270", "020-84469702", "020-89023252"] in several
    again = runs.take(path=GUANGDONG, name="list.jsonl", mapping=read)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 160)
    other_name = tmp_path / "list.json"
    other_name.write_bytes(GUANGDONG.read_bytes())
    assert sum(1 for _row in sources.rows(other_name)) == 160
