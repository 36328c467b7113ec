"""Numbers of people and organisations: normalised, then judged; a refusal is a code that the form turns into words.

Check digits and dates are those of `stdnum`. Its `validate` is not used: it holds the first six digits of a person
against a table of divisions, and refuses the letters with which codes of village collectives begin
(docs/decisions/0012).
"""

import datetime as dt
import re
import unicodedata

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

PERSON = re.compile(r"[0-9]{17}[0-9X]")
RETIRED = re.compile(r"\d{15}")
ORGANISATION = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


def plain(text: str) -> str:
    """Return TEXT in NFKC, capitals, without blanks and hyphens: what an input method adds is not a mistake."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def identity_number(text: str, today: dt.date) -> str:
    """Return a resident identity number (GB 11643) in its plain form.

    The first six digits are not held against today's divisions: old residents carry old ones. Raises ValueError with a
    code: ``old`` for the retired 15 digits, ``shape``, ``birth`` or ``check``.
    """
    number = plain(text)
    if RETIRED.fullmatch(number):
        raise ValueError("old")
    if not PERSON.fullmatch(number):
        raise ValueError("shape")
    try:
        born = ric.get_birth_date(number)
    except InvalidComponent:
        raise ValueError("birth") from None
    if born > today:
        raise ValueError("birth")
    if ric.calc_check_digit(number) != number[-1]:
        raise ValueError("check")
    return number


def credit_code(text: str) -> str:
    """Return a unified social credit code (GB 32100) in its plain form; ValueError ``shape`` or ``check``."""
    code = plain(text)
    if not ORGANISATION.fullmatch(code):
        raise ValueError("shape")
    if uscc.calc_check_digit(code[:-1]) != code[-1]:
        raise ValueError("check")
    return code
