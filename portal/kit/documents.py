"""Identity documents that a site accepts: how their numbers look, which check digit they carry, what may be shown."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from stdnum import luhn, verhoeff
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2, mod_97_10

from portal.kit import identity
from portal.kit.words import Words

# Letters, digits, classes of them and counts: no pattern of these takes longer than its length allows.
_ATOM = r"(?:[0-9A-Z]|\[(?:[0-9A-Z](?:-[0-9A-Z])?)+\])(?:\{\d{1,2}(?:,\d{1,2})?\}|\?)?"
SYNTAX = re.compile(rf"(?:{_ATOM})+(?:\|(?:{_ATOM})+)*")
HIDDEN = "**…**"


@dataclass(frozen=True)
class DocumentRule:
    """One document: ``pattern`` is of the number in capitals without blanks; ``check`` is one of CHECKS.

    ``first`` and ``last`` are how many characters of a number are shown; with both 0 the usual mask holds.
    """

    code: str
    name: Words
    pattern: str
    check: str = "none"
    first: int = 0
    last: int = 0
    wrong: Words = field(default_factory=Words)

    def fits(self, number: str) -> bool:
        """Return whether the plain NUMBER looks like one of this document."""
        return re.fullmatch(self.pattern, number) is not None

    def mask(self, number: str) -> str:
        """Return what is shown of NUMBER; an empty string where the usual mask holds. Half is always hidden."""
        if not (self.first or self.last) or (self.first + self.last) * 2 > len(number):
            return ""
        return f"{number[: self.first]}{HIDDEN}{number[len(number) - self.last :]}"


def _no_check(number: str, today: dt.date) -> None:
    pass


def _of(validate: Callable[[str], object]) -> Callable[[str, dt.date], None]:
    def check(number: str, today: dt.date) -> None:
        try:
            validate(number)
        except ValidationError:
            raise ValueError("check") from None

    return check


def _credit_code(number: str, today: dt.date) -> None:
    identity.credit_code(number)


def _resident(number: str, today: dt.date) -> None:
    identity.identity_number(number, today)


CHECKS: dict[str, Callable[[str, dt.date], None]] = {
    "none": _no_check,
    "gb11643": _resident,
    "gb32100": _credit_code,
    "luhn": _of(luhn.validate),
    "verhoeff": _of(verhoeff.validate),
    "mod11_2": _of(mod_11_2.validate),
    "mod97_10": _of(mod_97_10.validate),
}
"""Check digits by name: each raises ValueError with a code, as `portal.kit.identity` does."""

CHINA = (
    DocumentRule(
        "id_card",
        Words({"zh-hans": "居民身份证", "en": "Resident identity card"}),
        "[0-9]{17}[0-9X]|[0-9]{15}",
        "gb11643",
        wrong=Words(
            {
                "zh-hans": "身份证号码有 18 位，前 17 位是数字，最后一位是数字或 X。",
                "en": "An identity number has 18 characters: digits, the last one may be X.",
            }
        ),
    ),
    DocumentRule("passport", Words({"zh-hans": "护照", "en": "Passport"}), "[0-9A-Z]{5,20}"),
    DocumentRule(
        "hk_macao_permit",
        Words({"zh-hans": "港澳居民来往内地通行证", "en": "Mainland travel permit for Hong Kong and Macao residents"}),
        "[0-9A-Z]{5,20}",
    ),
)
ANY = (DocumentRule("document", Words(), "[0-9A-Z]{5,20}"),)

_site: list[Callable[[], Sequence[DocumentRule]]] = []


def of_site(source: Callable[[], Sequence[DocumentRule]]) -> None:
    """Let SOURCE tell the documents of the site: `configuration`, which stands above."""
    _site[:] = [source]


def accepted(codes: Sequence[str] = ()) -> list[DocumentRule]:
    """Return the documents of the site, or those of CODES among them; ANY where the site names none."""
    rules = list(_site[0]() if _site else CHINA)
    return [rule for rule in rules if rule.code in codes] or rules or list(ANY)


class WrongNumber(ValueError):
    """A number that is none: ``code`` says why, ``rule`` is the document it looks like, None for none of them."""

    def __init__(self, code: str, rule: DocumentRule | None) -> None:
        super().__init__(code)
        self.code, self.rule = code, rule


def number(text: str, rules: Sequence[DocumentRule], today: dt.date) -> str:
    """Return the number TEXT of one of RULES in its plain form; WrongNumber otherwise.

    What looks like a document with a check digit is held against it, even if another document would take it.
    """
    plain = identity.plain(text)
    fitting = sorted((rule for rule in rules if rule.fits(plain)), key=lambda rule: rule.check == "none")
    if not fitting:
        raise WrongNumber("shape", rules[0] if len(rules) == 1 else None)
    try:
        CHECKS[fitting[0].check](plain, today)
    except ValueError as error:
        raise WrongNumber(str(error), fitting[0]) from None
    return plain
