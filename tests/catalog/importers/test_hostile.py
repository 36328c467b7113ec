"""Dirt and malice in a list are told, row by row; nothing crashes, the good rows arrive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.importers import cleaning, sources
from catalog.importers.judging import is_uscc
from catalog.models import ServiceItem
from tests.catalog.lists import HEADER, numbered, row, take, write_csv, write_json, write_xlsx

GOOD = row(item_code=numbered(9), name="好的一行")
PAGE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>"
BAD = {
    "formula": row(name='=HYPERLINK("http://example.org","领取补贴")'),
    "long": row(name="长" * 3_500_000),
    "page": row(name=PAGE),
    "encoded page": row(name="&amp;lt;html&amp;gt;"),
    "no answer": row(name="未找到匹配的信息"),
    "empty": row(name="  \t "),
    "no code": row(item_code=""),
    "code of 201": row(item_code="9" * 201),
    "null": row(name="a\x00b"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_row_is_told_and_the_next_arrives(tmp_path, bad):
    outcome = take(write_csv(tmp_path / "a.csv", [bad, GOOD]))
    assert (outcome.refused, outcome.created) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("bad", [BAD["formula"], BAD["page"]], ids=["formula", "page"])
def test_bad_row_in_a_spreadsheet_is_told(tmp_path, bad):
    assert take(write_xlsx(tmp_path / "a.xlsx", [bad, GOOD])).refused == 1


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["text", None, 7, [1], {"name": {"a": 1}}, {"name": True}, {"name": float("nan")}])
def test_json_that_is_no_row_is_told(tmp_path, value):
    outcome = take(write_json(tmp_path / "a.json", [value, GOOD]))
    assert (outcome.refused, outcome.created) == (1, 1)


@pytest.mark.django_db
def test_page_inside_json_lines_is_told(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(f"{PAGE}\n" + write_json(tmp_path / "b.json", GOOD).read_text("utf-8"), "utf-8")
    outcome = take(path)
    assert (outcome.refused, outcome.created) == (1, 1)


def test_code_kept_as_a_number_is_told(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [row(item_code=511602000000000123)])
    assert "数字太长" in next(sources.rows(path)).problem


@pytest.mark.parametrize("name", ["a.xlsx", "a.json", "a.doc"])
def test_file_that_is_something_else_says_what_to_do(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00\x01nothing")
    with pytest.raises(sources.SourceError):
        list(sources.rows(tmp_path / name))


def test_other_encoding_says_what_to_do(tmp_path):
    (tmp_path / "a.csv").write_text(",".join(HEADER) + "\n养老,", "gb18030")
    with pytest.raises(sources.SourceError, match="gb18030"):
        list(sources.rows(tmp_path / "a.csv"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("养老&amp;amp;护理", "养老&护理"),
        ("养老<br/>机构\t备案", "养老 机构 备案"),
        ("<单位名称>备案", "<单位名称>备案"),
        ("&lt;xxx&gt;公司设立", "<xxx>公司设立"),
        ("备案(市级)", "备案（市级）"),
        ("Licence (county)", "Licence (county)"),
        ("&lt;b&gt;备案&lt;/b&gt;", "备案"),
    ],
)
def test_dirt_is_cleaned_and_told(tmp_path, dirty, clean):
    take(write_csv(tmp_path / "a.csv", [row(name=dirty)]))
    assert str(ServiceItem.objects.get().name) == clean


@given(st.text(max_size=200))
def test_cleaning_anything_is_stable(text):
    once = cleaning.clean(text, ["spaces", "brackets"])
    assert cleaning.clean(once, ["spaces", "brackets"]) == once


@pytest.mark.parametrize(
    ("code", "right"), [("11440981MB2D246657", True), ("11440981MB2D246658", False), ("68236467-9", False)]
)
def test_credit_code_is_checked_to_the_last_character(code, right):
    assert is_uscc(code) is right
