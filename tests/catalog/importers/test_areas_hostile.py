"""Statistical lists with mistakes and malice: each bad row is told with its number and reason, the good ones arrive."""

import pytest
from openpyxl import Workbook

from catalog.importers.sources import SourceError
from catalog.models import ImportedRow, Organisation
from configuration.kinds import named
from configuration.text.problems import DefinitionsError
from portal.kit import published
from tests.catalog.areas import altered, everything, run, take, write
from tests.factories.organisation import OrganisationFactory

pytestmark = pytest.mark.django_db
GOOD = "370212001,中韩街道,370212"
PAGE = "<!DOCTYPE html><html>502</html>"
BAD = {
    "huge": (f"370212002,{'长' * 3_500_000},370212", "3500000 个字"),
    "long": (f"370212002,{'长' * 101},370212", "“name”有 101 个字"),
    "formula": ("370212002,=1+1,370212", "公式"),
    "page": (f"370212002,{PAGE},370212", "HTML"),
    "null": ("370212002,a\x00b,370212", "空字符"),
    "no name": ("370212002, \t ,370212", "“name”一栏没有内容"),
    "no code": (",某街道,370212", "“code9”一栏没有内容"),
    "nothing above": ("370212002,某街道,", "“area_code6”一栏没有内容"),
    "short": ("370212002,某街道", "没有“area_code6”这一列"),
    "many": ("370212002,某街道,370212,x", "3 个表头下面有 4 格"),
    "letters": ("37021200X,某街道,370212", "不是统计用区划代码"),
    "wide digits": ("３７０２１２００２,某街道,370212", "不是统计用区划代码"),
    "digits": ("3702120020020,某街道,370212", "不是统计用区划代码"),
    "unknown parent": ("370999001,某街道,370999", "没有 'district' 级机构"),
    "half a parent": ("370212002,某街道,3702", "没有 'district' 级机构"),
    "code again": ("370212001,别的街道,370212", "代码与第 2 行重复"),
    "row again": (GOOD, "代码与第 2 行重复"),
}


@pytest.fixture(autouse=True)
def laoshan():
    top = OrganisationFactory(code="qingdao", level="city", area_code="370200")
    return OrganisationFactory(code="laoshan", parent=top, area_code="370212")


@pytest.mark.parametrize(("row", "said"), BAD.values(), ids=BAD)
def test_bad_row_is_told_and_the_others_arrive(tmp_path, row, said):
    outcome = take("streets", write(tmp_path / "s_2023.csv", "streets", GOOD, row, "370212009,末街道,370212"))
    assert [(remark.number, remark.verb) for remark in outcome.remarks] == [(3, "refused")]
    assert said in outcome.remarks[0].what
    assert (outcome.created, Organisation.objects.filter(level="town").count()) == (2, 2)


def test_wrong_header_is_one_sentence_with_the_headings_found(tmp_path):
    path = tmp_path / "s_2023.csv"
    path.write_text("代码,名称\n370212001,中韩街道\n370212002,沙子口街道\n", "utf-8")
    before = everything()
    with pytest.raises(SourceError, match=r"s_2023.csv.*code9, name, area_code6.*代码, 名称"):
        take("streets", path)
    assert everything() == before


def test_other_encoding_says_what_to_do_and_leaves_no_run(tmp_path):
    path = write(tmp_path / "s_2023.csv", "streets", GOOD, encoding="gb18030")
    before = everything()
    with pytest.raises(SourceError, match="encoding: gb18030"):
        run("streets", path)
    assert everything() == before
    read = altered(tmp_path, "streets", ("level: town\n", "level: town\nencoding: gb18030\n"))
    assert take("streets", path, read=read).created == 1


def test_file_that_breaks_in_the_middle_leaves_nothing(tmp_path):
    path = write(tmp_path / "s_2023.csv", "streets", *(f"3702120{n:02},街道{n},370212" for n in range(90)))
    path.write_bytes(path.read_bytes() + "370212091,末街道,370212\n".encode("gb18030"))
    before = everything()
    with pytest.raises(SourceError):
        run("streets", path)
    assert everything() == before
    assert not ImportedRow.objects.exists()


def test_list_without_a_year_says_what_to_do(tmp_path):
    with pytest.raises(SourceError, match="streets_2023"):
        take("streets", write(tmp_path / "list.csv", "streets", GOOD))


def test_rows_that_name_each_other_make_no_circle(tmp_path):
    """Parents must exist before the list, so a list cannot hang its rows below each other."""
    rows = ("370212001201,甲,乙", "370212001202,乙,甲", "370212001203,丙,丙")
    outcome = take("villages", write(tmp_path / "v_2021.csv", "villages", *rows))
    assert [(remark.number, remark.verb) for remark in outcome.remarks] == [(n, "refused") for n in (2, 3, 4)]


def test_two_towns_of_one_name_in_one_district_are_not_guessed(tmp_path, laoshan):
    for code in ("370212001", "370212002"):
        OrganisationFactory(parent=laoshan, level="town", name={"zh-hans": "东山街道"}, area_code=code)
    rows = ("370212002201,甲社区,东山街道", "370212003201,乙社区,东山街道")
    outcome = take("villages", write(tmp_path / "v_2021.csv", "villages", *rows))
    assert [(remark.number, remark.verb) for remark in outcome.remarks] == [(3, "refused")]
    assert Organisation.objects.get(level="village").parent.area_code == "370212002"


def test_level_that_the_site_has_not_is_refused(tmp_path):
    kind = named("site")
    levels = [{"level": "city", "name": "市"}, {"level": "district", "name": "区"}]
    kind.save(
        kind.schema.model_validate({"site": "s", "name": "s", "competent_authority": "qingdao", "levels": levels})
    )
    published.forget()
    with pytest.raises(SourceError, match="层级 town 不存在"):
        take("streets", write(tmp_path / "s_2023.csv", "streets", GOOD))


def test_spreadsheet_with_codes_as_numbers_is_the_same_list(tmp_path):
    book = Workbook()
    book.active.append(["code9", "name", "area_code6"])
    book.active.append([370212001, "中韩街道", 370212])
    book.save(tmp_path / "s_2023.xlsx")
    take("streets", write(tmp_path / "s_2023.csv", "streets", GOOD))
    assert take("streets", tmp_path / "s_2023.xlsx").unchanged == 1


def test_long_codes_of_ours_stay_within_their_column(tmp_path, laoshan):
    far = OrganisationFactory(code="x" * 78, parent=laoshan.parent, area_code="370213")
    rows = ("370213001,甲街道,370213", "370213002,乙街道,370213")
    assert take("streets", write(tmp_path / "s_2023.csv", "streets", *rows)).created == 2
    made = Organisation.objects.filter(parent=far)
    assert len({row.code for row in made if len(row.code) <= 80}) == 2


@pytest.mark.parametrize(
    ("which", "old", "new", "said"),
    [
        ("streets", "level: district", "level: town", "the one above"),
        ("villages", "  above: street_name\n", "", "needs the column `above`"),
        ("streets", "code_matches: '", "code_matches: '(", "no pattern"),
        ("villages", "  - name_contains: 监狱\n    because", "  - because", "says which rows"),
        ("streets", "by: code", "by: luck", "'name' or 'code'"),
        ("streets", "serial: 3", "serial: three", "streets.yaml:19"),
    ],
)
def test_mistake_of_a_mapping_is_named_with_its_line(tmp_path, which, old, new, said):
    with pytest.raises(DefinitionsError) as told:
        altered(tmp_path, which, (old, new))
    (problem,) = told.value.problems
    assert said in str(problem)
