"""Numbers of people and organisations: normalised, then judged; a refusal is a code that the form turns into words."""

import datetime as dt
import re
import unicodedata

WEIGHTS_ID = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_ID = "10X98765432"
ALPHABET_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS_USCC = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
OLD_LENGTH = 15


def plain(text: str) -> str:
    """Return TEXT in NFKC, capitals, without blanks and hyphens: what an input method adds is not a mistake."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def identity_number(text: str, today: dt.date) -> str:
    """Return a resident identity number (GB 11643) in its plain form.

    The first six digits are not held against today's divisions: old residents carry old ones. Raises ValueError with a
    code: ``old`` for the retired 15 digits, ``shape``, ``birth`` or ``check``.
    """
    number = plain(text)
    if re.fullmatch(rf"\d{{{OLD_LENGTH}}}", number):
        raise ValueError("old")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise ValueError("shape")
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError("birth") from None
    if born > today:
        raise ValueError("birth")
    if CHECK_ID[sum(int(d) * w for d, w in zip(number, WEIGHTS_ID, strict=False)) % 11] != number[-1]:
        raise ValueError("check")
    return number


def credit_code(text: str) -> str:
    """Return a unified social credit code (GB 32100) in its plain form; ValueError ``shape`` or ``check``."""
    code = plain(text)
    if len(code) != len(WEIGHTS_USCC) + 1 or any(character not in ALPHABET_USCC for character in code):
        raise ValueError("shape")
    total = sum(ALPHABET_USCC.index(c) * w for c, w in zip(code, WEIGHTS_USCC, strict=False))
    if ALPHABET_USCC[(31 - total % 31) % 31] != code[-1]:
        raise ValueError("check")
    return code
