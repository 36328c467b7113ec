"""Mask personal values for display (Art. 33; docs/decisions/0003). A mask never shows the length."""

import re

from portal.kit import phones

HIDDEN = "***"
TWO_CHARACTER_SURNAMES = frozenset(
    surname
    for line in (
        "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 轩辕 令狐 慕容 司徒",
        "夏侯 端木 百里 南宫 独孤 闻人 万俟 长孙 宇文 司空 鲜于 赫连",
    )
    for surname in line.split()
)
SHORTEST = 5  # characters; a shorter number is hidden whole
LONG = 8  # digits of a telephone number of which the last four are shown


def name(text: str) -> str:
    """Return 张* for a person: the surname, or the first letter or character."""
    text = text.strip()
    if not text:
        return ""
    if (dot := re.search(r"[·•・.]", text)) and not text.isascii():
        return f"{text[: dot.start()][:1]}·**"
    if text[:2] in TWO_CHARACTER_SURNAMES and len(text) > 2:  # noqa: PLR2004  a given name follows
        return f"{text[:2]}*"
    return f"{text[0]}*"


def organisation(text: str) -> str:
    """Return a legal name with its middle hidden: 示例**公司. Legal names are public; that this one applies is not."""
    return f"{text[:2]}**{text[-2:]}" if len(text) > SHORTEST else f"{text[:1]}**"


def identity(text: str) -> str:
    """Return 3702**…**1234 for a long number, first and last three for a short one."""
    if len(text) >= 15:  # noqa: PLR2004  old and new identity numbers
        return f"{text[:4]}**…**{text[-4:]}"
    return f"{text[:1]}**{text[-3:]}" if len(text) > SHORTEST else HIDDEN


def phone(text: str) -> str:
    """Return 138****1234, or 0532-****0120 for a fixed line; of a short number two digits are shown.

    At least four digits of a number of eight or more are hidden, and three of a shorter one. An area code is public
    and does not count.
    """
    read, digits = phones.private(text), phones.digits(text)
    if len(digits) < SHORTEST:
        return HIDDEN
    if read and read.area:
        return f"{read.area}-****{_end(read.local)}"
    beginning = digits[: min(3, max(0, len(digits) - LONG))]
    return f"{beginning}****{_end(digits)}"


def _end(digits: str) -> str:
    return digits[-4:] if len(digits) >= LONG else digits[-2:]


def address(text: str) -> str:
    """Return TEXT up to the street, town or village."""
    places = list(re.finditer(r"(街道|镇|乡|社区|村|街|路)", text))
    return f"{text[: places[0].end()]}{HIDDEN}" if places else HIDDEN


def email(text: str) -> str:
    """Return w***@example.cn: the domain says which provider somebody uses, the name whom."""
    name_part, at, domain = text.rpartition("@")
    return f"{name_part[:1]}{HIDDEN}@{domain}" if at and len(name_part) > 1 else HIDDEN
