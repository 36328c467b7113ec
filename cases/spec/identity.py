"""Names, identity numbers, organisation codes and telephones as people type them: made plain, then judged.

Sources: GB 11643 (identity number, check by ISO 7064 MOD 11-2), GB 32100-2015 (unified social credit code).
Every refusal is a `WrongAnswer` whose sentence says what to do.
"""

import datetime as dt
import re
import unicodedata

from cases.spec.sentences import WrongAnswer, _
from catalog.phones import Phone

NAME_MIN, NAME_MAX = 2, 50  # characters
DOTS = str.maketrans(dict.fromkeys("•‧・∙･●", "·"))
IN_NAMES = "·'’-. ()"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"
ID_OLD = 15  # characters of an identity number before 1999
OLDEST = 150  # years
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
USCC_LENGTH = 18
# Documents other than the resident identity card, by the form of their number.
DOCUMENTS = {
    "passport": r"[A-Z0-9]{5,15}",
    "hk_macao_permit": r"[HM]\d{8,10}",
    "taiwan_permit": r"\d{8}|\d{10}[A-Z]?",
    "residence_permit": r"8[123]\d{15}[\dX]",
    "foreign_permanent": r"[A-Z]{3}\d{12}|9\d{16}[\dX]",
}


def plain(text: str) -> str:
    """Return TEXT in NFKC, without invisible characters, blanks collapsed."""
    text = unicodedata.normalize("NFKC", text)
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"}).split())


def person_name(text: str) -> str:
    """Return a person's name of 2 to 50 characters; rare characters and the dot of minority names are kept."""
    name = plain(text).translate(DOTS)
    if not NAME_MIN <= len(name) <= NAME_MAX:
        raise WrongAnswer(_("Please write the whole name, 2 to 50 characters."))
    if not all(c in IN_NAMES or unicodedata.category(c)[0] in "LM" for c in name):
        raise WrongAnswer(_("Please write the name as on the identity document: letters, no digits or other signs."))
    return name


def identity_number(text: str, *, today: dt.date) -> str:
    """Return a resident identity number of 18 characters. The area code is not judged: old areas are gone."""
    number = re.sub(r"[\s-]", "", plain(text)).upper()
    if len(number) == ID_OLD and number.isdigit():
        raise WrongAnswer(_("Numbers of 15 digits are no longer valid. Please use the 18-digit number on your card."))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise WrongAnswer(_("An identity number has 18 characters: 17 digits, then a digit or X."))
    if not _born(number[6:14], today):
        raise WrongAnswer(_("The date of birth in this number cannot be right. Please compare it with the card."))
    if ID_CHECK[sum(int(c) * w for c, w in zip(number, ID_WEIGHTS, strict=False)) % 11] != number[-1]:
        raise WrongAnswer(_("One digit of this identity number is wrong. Please compare it with the card."))
    return number


def identity_document(text: str, *, kinds: list[str], today: dt.date) -> tuple[str, str]:
    """Return kind and number of a document of one of KINDS (``id_card`` and the keys of DOCUMENTS)."""
    number = re.sub(r"[\s-]", "", plain(text)).upper()
    for kind in kinds:
        if kind in DOCUMENTS and re.fullmatch(DOCUMENTS[kind], number) and not _looks_like_card(number, kinds):
            return kind, number
    if "id_card" in kinds:
        return "id_card", identity_number(number, today=today)
    raise WrongAnswer(_("Please write the number exactly as it stands on the document."))


def uscc(text: str) -> str:
    """Return a unified social credit code of 18 characters."""
    code = re.sub(r"[\s-]", "", plain(text)).upper()
    if len(code) != USCC_LENGTH:
        raise WrongAnswer(_("A unified social credit code has 18 characters."))
    if any(c not in USCC_ALPHABET for c in code):
        raise WrongAnswer(_("A unified social credit code holds digits and capital letters, never I, O, S, V or Z."))
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(code, USCC_WEIGHTS, strict=False))
    if USCC_ALPHABET[-total % 31] != code[-1]:
        raise WrongAnswer(_("One character of this code is wrong. Please compare it with the business licence."))
    return code


def phone(text: str) -> str:
    """Return a mobile number, or a fixed line as ``0532-88001234``, with `` 转 5`` for an extension."""
    try:
        number = Phone.parse(plain(text))
    except ValueError:
        number = None
    if number is None or number.kind not in {"mobile", "fixed"}:
        raise WrongAnswer(_("Please enter a mobile number of 11 digits, or a fixed line with its area code."))
    shown = f"{number.area}-{number.local}" if number.area else number.local
    return f"{shown} 转 {number.extension}" if number.extension else shown


def phone_digits(number: str) -> str:
    """Return the digits of a cleaned NUMBER without its extension: what look-ups compare."""
    return re.sub(r"\D", "", number.partition("转")[0])


def _looks_like_card(number: str, kinds: list[str]) -> bool:
    return "id_card" in kinds and re.fullmatch(r"[1-7]\d{16}[\dX]|\d{15}", number) is not None


def _born(digits: str, today: dt.date) -> bool:
    try:
        born = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born <= today and today.year - born.year <= OLDEST
