"""Pinyin of names: the key by which lists are ordered, and how somebody without Chinese types them. Pure.

Chinese has no alphabet, so a list of names is read in the order of their pinyin, tone after sound: 城阳 before 崂山.
"""

import unicodedata

from pypinyin import Style, lazy_pinyin

LONGEST = 200  # characters of a key


def sort_key(name: str) -> str:
    """Return NAME as letters and digits in lower case, Chinese as pinyin with the number of its tone: ``lao2shan1``.

    Marks and blanks are left out, because databases weigh them differently; the tone ends a syllable, so that 西安
    (``xi1an1``) stands before 先 (``xian1``).
    """
    plain = unicodedata.normalize("NFKD", " ".join(lazy_pinyin(name, style=Style.TONE3)))
    return "".join(filter(str.isalnum, plain.casefold()))[:LONGEST]


def letters(name: str) -> str:
    """Return NAME as somebody writes it who has no Chinese keyboard: ``laoshan`` for 崂山."""
    plain = unicodedata.normalize("NFKD", "".join(lazy_pinyin(name)))
    return "".join(filter(str.isalnum, plain.casefold()))
