"""What is shown of a personal value by default, on screen and in every list. Pure."""

import re

HIDDEN = "***"
COMPOUND = (
    "欧阳 太史 上官 端木 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 "
    "公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 百里 呼延 东郭 南门 西门 轩辕"
).split()
SURNAME = 2  # characters of a compound surname
ID_HEAD, ID_TAIL = 4, 4
LONG_NUMBER = 15
SHORT_NUMBER = 5
TO_STREET = re.compile(r"^.*?(?:街道|[^\s\d]镇|[^\s\d]乡|社区|村|大道|路|街)")


def name(text: str) -> str:
    """Return 张*, 欧阳*, 阿·** or J***: never the exact length."""
    if not text:
        return ""
    if "·" in text:
        return f"{text.partition('·')[0]}·**"
    if text[0].isascii():
        return f"{text[0]}***"
    if len(text) > SURNAME and text[:SURNAME] in COMPOUND:
        return f"{text[:SURNAME]}*"
    return f"{text[0]}*"


def identity(text: str) -> str:
    """Return 3702**********1234 for a long number, E*****678 for a passport or permit."""
    if len(text) >= LONG_NUMBER:
        return f"{text[:ID_HEAD]}{'*' * (len(text) - ID_HEAD - ID_TAIL)}{text[-ID_TAIL:]}"
    if len(text) < SHORT_NUMBER:
        return HIDDEN if text else ""
    return f"{text[0]}*****{text[-3:]}"


def phone(text: str) -> str:
    """Return 138****1234, or 0532-****0120 for a fixed line; an extension is left out."""
    number = text.partition("转")[0].strip()
    area, hyphen, local = number.rpartition("-")
    if hyphen:
        return f"{area}-****{local[-4:]}" if len(local) > SHORT_NUMBER else f"{area}-****"
    return f"{number[:3]}****{number[-4:]}" if len(number) > LONG_NUMBER // 2 else HIDDEN


def address(text: str) -> str:
    """Return the address down to the street or village; nothing where neither is named."""
    found = TO_STREET.match(text)
    return f"{found[0]}{HIDDEN}" if found and found[0] != text else HIDDEN
