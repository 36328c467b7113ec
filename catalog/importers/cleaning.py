"""Cleaning rules for text of other systems, named in mappings; each is pure and does nothing to clean text."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable

TAGS = "a|abbr|b|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|o:p|p|pre|s|small|span|strong|sub|sup|table|tbody|td"
TAGS += "|tfoot|th|thead|tr|u|ul"
TAG = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
COMMENT_STARTS, COMMENT_ENDS = "<!--", "-->"
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE)
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SPACES = re.compile(r"\s+")
CHINESE = re.compile("[\u3400-\u9fff]")
BRACKETED = re.compile(r"\(([^()]*)\)")
# What lists write where they have nothing to say, in any case and with any mark behind it.
PLACEHOLDERS = {
    *("nan", "null", "none", "nil", "n/a", "#n/a", "undefined", "unknown"),
    *("无", "暂无", "暂无数据", "未找到匹配的信息", "不详", "未知", "空"),
}
MARKS = "-_/\\*.,;:!。、，；：！·…—–―~ \t\r\n\f\v\xa0\u3000"
ENCODED_TIMES = 3  # `&amp;amp;lt;` is met in real lists


def entities(text: str) -> str:
    """Return TEXT with HTML entities as characters, also where they were encoded several times."""
    for _time in range(ENCODED_TIMES):
        decoded = html.unescape(text)
        if decoded == text:
            break
        text = decoded
    return text


def tags(text: str) -> str:
    """Return TEXT without HTML tags and comments; a placeholder such as <单位名称> is text and stays."""
    return TAG.sub(" ", _without_comments(text))


def _without_comments(text: str) -> str:
    """Return TEXT with a space for each comment that ends; the work grows with the length of TEXT and no faster.

    A regular expression would look for the end of each of ten thousand comments that have none.
    """
    kept: list[str] = []
    at = 0
    while (start := text.find(COMMENT_STARTS, at)) >= 0:
        end = text.find(COMMENT_ENDS, start + len(COMMENT_STARTS))
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + len(COMMENT_ENDS)
    return " ".join([*kept, text[at:]])


def spaces(text: str) -> str:
    """Return TEXT without tabs, line breaks, invisible characters and runs of spaces."""
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def brackets(text: str) -> str:
    """Return TEXT with full-width brackets around Chinese."""
    if not CHINESE.search(text):
        return text
    for _level in range(3):
        wider = BRACKETED.sub(r"（\1）", text)
        if wider == text:
            break
        text = wider
    return text


RULES: dict[str, Callable[[str], str]] = {
    "entities": entities,
    "tags": tags,
    "spaces": spaces,
    "brackets": brackets,
}


def clean(text: str, rules: Iterable[str]) -> str:
    """Return TEXT after RULES (names of this module), in their order."""
    for rule in rules:
        text = RULES[rule](text)
    return text


def is_placeholder(text: str) -> bool:
    """Return whether TEXT stands where a list has nothing to say, e.g. ``NaN``, ``无。`` or ``/``."""
    bare = unicodedata.normalize("NFKC", text).strip(MARKS).casefold()
    return not bare or bare in PLACEHOLDERS


def is_page(text: str) -> bool:
    """Return whether TEXT is a page of HTML that stands where a value should be."""
    return bool(PAGE.search(entities(text)))
