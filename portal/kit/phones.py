"""Telephone numbers of any region: read, shown, dialled, found again. No Django, nothing stored.

`phonenumbers` knows the plan of each region. China's short codes, 400 and 800, 96xxx and extensions come on top: the
library does not know all of them. A local number that begins with 0 can be dialled nowhere: demo data uses it, and it
never becomes a link. docs/decisions/0012 says what is left to the library.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Self

import phonenumbers as library
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from portal.kit import languages

CHINA = "CN"
HYPHENS = re.compile("[\u2010-\u2015\u2212\uff0d_~－—]")
EXTENSION = re.compile(r"(?:转?分机|转|内线|;?ext(?:ension)?|x|#|\*|,)[:=]?-?(\d{1,6})$", re.IGNORECASE)
SEVERAL = re.compile("[、;/或]")
OF_A_SPREADSHEET = re.compile(r"(\d+)\.0")  # a number of a cell that came as text, e.g. 96111.0
PLAIN = re.compile(r"\+?\d[\d-]*")
SHORT_EXTENSION = re.compile(r"(.+)-(\d{1,6})")

MOBILE = re.compile(r"1[3-9]\d{9}")
HOTLINE = re.compile(r"1[0-2]\d{3}|16\d{3}")
SHORT = re.compile(rf"1[12]\d|{HOTLINE.pattern}|95\d{{3,6}}")
SERVICE = re.compile(r"96\d{3,6}")
FREE = re.compile(r"([48]00)(\d{3})(\d{4})")
AREA = re.compile(r"0(?:10|2\d|[3-9]\d{2})")
LOCAL = re.compile(r"[02-9]\d{6,7}")

KINDS = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed",
    PhoneNumberType.VOIP: "fixed",
    PhoneNumberType.PERSONAL_NUMBER: "fixed",
    PhoneNumberType.TOLL_FREE: "free",
    PhoneNumberType.SHARED_COST: "service",
    PhoneNumberType.UAN: "service",
    PhoneNumberType.PREMIUM_RATE: "service",
}
REACHED = frozenset({"mobile", "fixed"})
"""The kinds at which a person can be reached."""
KEPT = 4096  # public numbers that a process keeps read


@dataclass(frozen=True)
class PhonePlan:
    """Numbering plan: ``region`` by ISO 3166, ``area_code`` as it is dialled there, put before local numbers.

    Where the region is not known, which `definitions check` says once, any number is taken as it stands.
    """

    region: str = CHINA
    area_code: str = ""

    @property
    def trunk(self) -> str:
        """Digits dialled before an area code of the region: 0 in China and Britain, none in Italy or Canada."""
        example = library.example_number(self.region)
        return _trunk(example) if example else ""

    @property
    def examples(self) -> list[str]:
        """Numbers for a sentence that says how one is written."""
        if self.region == CHINA:
            return [f"{self.area_code or '010'}-88001234", "13900001234", "12345"]
        kinds = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
        found = (library.example_number_for_type(self.region, kind) for kind in kinds)
        return list(dict.fromkeys(library.format_number(one, PhoneNumberFormat.NATIONAL) for one in found if one))

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """Yield the mistakes of the plan: the key, a sentence, and a remedy."""
        if self.region not in library.SUPPORTED_REGIONS:
            yield "region", f"no country has the code '{self.region}'", "two capitals by ISO 3166, e.g. CN"
            return
        trunk = self.trunk
        if self.area_code and not re.fullmatch(rf"{trunk}[0-9]{{1,5}}", self.area_code):
            remedy = f"digits as they are dialled in {self.region}, in quotes" + (f", {trunk} first" if trunk else "")
            yield "area_code", f"nobody dials '{self.area_code}' before a local number", remedy


_reading: ContextVar[PhonePlan | None] = ContextVar("telephone plan of the folder being read", default=None)
_site: list[Callable[[], PhonePlan]] = []


def of_site(source: Callable[[], PhonePlan]) -> None:
    """Register SOURCE of the plan of the site: `configuration`, which stands above."""
    _site[:] = [source]


def plan() -> PhonePlan:
    """Return the plan of the site, or of the folder of definitions that is being read."""
    return _reading.get() or (_site[0]() if _site else PhonePlan())


@contextmanager
def reading(of_folder: PhonePlan) -> Iterator[None]:
    """Use the plan OF a FOLDER of definitions that is being read inside the block."""
    token = _reading.set(of_folder)
    try:
        yield
    finally:
        _reading.reset(token)


@dataclass(frozen=True)
class Phone:
    """A number that was read: ``area`` and ``local`` digits as dialled, ``extension`` digits; what is missing is empty.

    ``kind`` is one of mobile, fixed, short, service, free. ``shown`` is the number as people of its region read it,
    ``dialled`` as a telephone dials it; empty where nobody can, or a mobile cannot: a fixed line without its area code.
    """

    kind: str
    local: str
    area: str = ""
    extension: str = ""
    shown: str = ""
    dialled: str = ""
    region: str = CHINA

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return TEXT as a number of the site, with any hyphens, brackets and widths.

        Raises ValueError with a sentence that says what would be right.
        """
        flat, here = normalise(text), plan()
        if not flat:
            raise ValueError(f"the telephone number is missing, e.g. {', '.join(here.examples)}")
        extension = EXTENSION.search(flat)
        digits = flat[: extension.start()] if extension else flat
        if SEVERAL.search(digits):
            raise ValueError(f"'{text}' holds several numbers: write one")
        found = cls._with_extension(digits, extension[1] if extension else "", here)
        if found is None:
            raise ValueError(f"'{text}' is no telephone number, e.g. {', '.join(here.examples)}")
        return found

    @classmethod
    def _with_extension(cls, digits: str, extension: str, here: PhonePlan) -> "Self | None":
        """Return DIGITS as a number; what follows a last hyphen may be an extension of a number that is whole."""
        if not PLAIN.fullmatch(digits):
            return None
        if here.region not in library.SUPPORTED_REGIONS:
            return cls("fixed", digits, "", extension, digits, "", here.region)
        if found := cls._read(digits, here):
            return replace(found, extension=extension)
        parts = SHORT_EXTENSION.fullmatch(digits)
        found = cls._read(parts[1], here) if parts and not extension else None
        return replace(found, extension=parts[2]) if found and parts and found.kind in {*REACHED, "free"} else None

    @classmethod
    def _read(cls, digits: str, here: PhonePlan) -> "Self | None":
        found = cls._of_china(digits, here) if here.region == CHINA else None
        return found or cls._of_library(digits, here) or cls._made_up(digits, here)

    @classmethod
    def _of_china(cls, digits: str, here: PhonePlan) -> "Self | None":
        """Return what is China's alone: short codes, service numbers, mobiles of prefixes newer than the library."""
        bare = digits.replace("-", "")
        area, _hyphen, rest = digits.partition("-")
        if MOBILE.fullmatch(bare):
            return cls._chinese("mobile", bare)
        if free := FREE.fullmatch(bare):
            return cls._chinese("free", free[2] + free[3], free[1])
        for kind, pattern, with_area in (("short", SHORT, HOTLINE), ("service", SERVICE, SERVICE)):
            if pattern.fullmatch(bare):
                return cls._chinese(kind, bare)
            if AREA.fullmatch(area) and with_area.fullmatch(rest):
                return cls._chinese(kind, rest, area)
        if AREA.fullmatch(area) or not LOCAL.fullmatch(bare):
            return None
        # A bare local number is judged by the library where the area is known; one that is made up is not known to it.
        return cls._chinese("fixed", bare, here.area_code) if bare.startswith("0") or not here.area_code else None

    @classmethod
    def _chinese(cls, kind: str, local: str, area: str = "") -> Self:
        cut = len(local) - 4
        shown, dialled = f"{local[:cut]} {local[cut:]}", f"+86{area.removeprefix('0')}{local}"
        if kind == "mobile":
            shown = f"{local[:3]} {local[3:7]} {local[7:]}"
        elif kind == "free":
            shown, dialled = f"{local[:3]}-{local[3:]}", area + local
        elif kind in {"short", "service"}:
            shown, dialled = local, dialled if area else local
        elif not area or local.startswith("0"):
            dialled = ""
        return cls(kind, local, area, "", f"{area}-{shown}" if area else shown, dialled)

    @classmethod
    def _of_library(cls, digits: str, here: PhonePlan) -> "Self | None":
        """Return DIGITS as the plan of the region has them: whole, then behind the area code, then as a short code."""
        bare = digits.replace("-", "")
        # What begins with 0 is no local number.
        local = [here.area_code + bare] if here.area_code and not bare.startswith("0") else []
        for candidate in (bare, *local):
            number = _parsed(candidate, here.region)
            kind = KINDS.get(library.number_type(number)) if number else None
            found = cls._found(number, kind, here) if number and kind else None
            if found:
                return found
        short = _parsed(bare, here.region)
        if short and shortnumberinfo.is_valid_short_number_for_region(short, here.region):
            return cls("short", bare, "", "", bare, bare, here.region)
        return None

    @classmethod
    def _found(cls, number: PhoneNumber, kind: str, here: PhonePlan) -> "Self | None":
        significant, trunk = library.national_significant_number(number), _trunk(number)
        size = library.length_of_geographical_area_code(number) if kind == "fixed" else 0
        area, local = trunk + significant[:size] if size else "", significant[size:] if size else trunk + significant
        if here.region == CHINA:
            return cls._local_of(area, local, here) if area else cls._of_china(significant, here)
        shown = library.format_number(number, PhoneNumberFormat.NATIONAL)
        dialled = library.format_number(number, PhoneNumberFormat.E164)
        made_up = bool(area) and local.startswith("0")
        return cls(kind, local, area, "", shown, "" if made_up else dialled, here.region)

    @classmethod
    def _made_up(cls, digits: str, here: PhonePlan) -> "Self | None":
        """Return a number that nobody has: its local part begins with 0, and would otherwise be long enough."""
        bare = digits.replace("-", "")
        for area in (digits.partition("-")[0], here.area_code):
            local = bare.removeprefix(area)
            number = _parsed(bare, here.region) if area and bare.startswith(f"{area}0") else None
            if number and local and library.is_possible_number(number):
                return cls._local_of(area, local, here)
        return None

    @classmethod
    def _local_of(cls, area: str, local: str, here: PhonePlan) -> "Self | None":
        """Return LOCAL in AREA. The library lets a local number of China begin with 1, which none does."""
        if here.region == CHINA:
            return cls._chinese("fixed", local, area) if LOCAL.fullmatch(local) else None
        return cls("fixed", local, area, "", f"{area}-{local}", "", here.region)

    @property
    def dialable(self) -> bool:
        """Whether anybody can answer: a local number never begins with 0."""
        return bool(self.dialled) or not (self.area or self.local.startswith("0"))

    @property
    def lacks_area(self) -> bool:
        """Whether the number is a fixed line that is reached in its own area alone."""
        return self.kind == "fixed" and not self.area and not self.dialled

    @property
    def display(self) -> str:
        """The number as people read it, e.g. ``0532-8800 1234 转 5``, its extension in the active language."""
        word = "转" if languages.active().startswith("zh") else "ext."
        return f"{self.shown} {word} {self.extension}" if self.extension else self.shown

    @property
    def stored(self) -> str:
        """The number as an answer keeps it: digits, the area code with a hyphen, the extension in words."""
        number = f"{self.area}-{self.local}" if self.area else self.local
        word = "转" if self.region == CHINA else "ext."
        return f"{number} {word} {self.extension}" if self.extension else number

    @property
    def link(self) -> str | None:
        """The address of a `tel:` link: short codes stay short (tel:12345), others are international."""
        tail = f";ext={self.extension}" if self.extension else ""
        return f"tel:{self.dialled}{tail}" if self.dialled else None

    def __str__(self) -> str:
        return self.display


def normalise(text: str) -> str:
    """Return TEXT with half-width characters, ASCII hyphens, no brackets and spaces, nor the .0 of a spreadsheet."""
    flat = HYPHENS.sub("-", unicodedata.normalize("NFKC", text).strip())
    if number := OF_A_SPREADSHEET.fullmatch(flat):
        return number[1]
    flat = re.sub(r"^\((\d+)\)-?", r"\1-", flat)
    return re.sub(r"[()\s.]", "", flat).strip("-")


def private(text: str) -> Phone | None:
    """Return TEXT, perhaps the number of a person, as a number; None if it is none. Nothing of it is kept."""
    try:
        return Phone.parse(text)
    except ValueError:
        return None


def public(text: str) -> Phone | None:
    """Return TEXT, a number that everybody may read, as a number; None if it is none. It is kept in memory."""
    return _public(text, plan())


@functools.lru_cache(maxsize=KEPT)
def _public(text: str, here: PhonePlan) -> Phone | None:
    return private(text)


def digits(text: str) -> str:
    """Return the digits under which the number TEXT is found again, without its extension; of no number, all digits."""
    found = private(text)
    return found.area + found.local if found else re.sub(r"[^0-9]", "", normalise(text))


def _parsed(text: str, region: str) -> PhoneNumber | None:
    """Return TEXT as the library reads it in REGION, None if it cannot, or it belongs to another country."""
    try:
        number = library.parse(text, region)
    except NumberParseException:
        return None
    return number if number.country_code == library.country_code_for_region(region) else None


def _trunk(number: PhoneNumber) -> str:
    """Return what its own country dials before NUMBER."""
    national = library.normalize_digits_only(library.format_number(number, PhoneNumberFormat.NATIONAL))
    significant = library.national_significant_number(number)
    return national.removesuffix(significant) if national.endswith(significant) else ""
