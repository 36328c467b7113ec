import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import markup

PIECES = st.sampled_from(
    ["## ", "### ", "- ", "1. ", "**", "[", "]", "(", ")", "\\", "\n", "\n\n", "<b>", "&", "办事", "/a/"]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_canonical_text_never_changes_again(text):
    once = markup.canonical(text)
    assert markup.canonical(once) == once


@given(st.text(max_size=60))
def test_text_of_a_visitor_stays_text(text):
    assert "<script" not in markup.to_html(text + "<script>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("办事\n要快", "<p>办事<br/>要快</p>"),
        ("## 怎么办\n\n先打电话", "<h2>怎么办</h2><p>先打电话</p>"),
        ("- 身份证\n- 照片", "<ul><li>身份证</li><li>照片</li></ul>"),
        ("1. 申请\n2. 受理", "<ol><li>申请</li><li>受理</li></ol>"),
        ("**免费**，见[电话](/contacts/)", '<p><b>免费</b>，见<a href="/contacts/">电话</a></p>'),
    ],
)
def test_each_form_is_written_both_ways(text, html):
    assert (markup.to_html(text), markup.to_text(html)) == (html, text)


def test_ids_of_the_editor_are_left_behind():
    assert markup.to_text('<p data-block-key="x1">您好</p>') == "您好"


def test_text_that_looks_like_a_list_is_told_not_to_be_one():
    assert markup.to_html(markup.to_text("<p>- 不是列表</p>")) == "<p>- 不是列表</p>"


@pytest.mark.parametrize("phrase", ["“当场办结”", "（必须）", "《办事指南》", "不收费。", "，免费", "免费"])
def test_bold_phrase_between_chinese_characters_comes_back_from_a_file(phrase):
    """CommonMark takes no ** for bold between a Chinese character and a sign such as ” (docs/decisions/0012)."""
    html = f"<p>窗口<b>{phrase}</b>告知</p>"
    assert markup.to_html(markup.to_text(html)) == html
