"""Chinese telephone numbers: normalised, checked, shown, dialled. Pure: no Django, nothing stored.

Known forms: mobile; fixed line with or without area code and extension; short codes (12345, 110); 400 and 800;
96xxx(xxx). A local number that begins with 0 can be dialled nowhere: demo data uses it, and it never becomes a link.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

HYPHENS = re.compile("[\u2010-\u2015\u2212\uff0d_~－—]")
EXTENSION = re.compile(r"(?:转|ext\.?|#|,)(\d{1,6})$", re.IGNORECASE)
SEVERAL = re.compile("[、;/或]")
# Group 1 is the area code, group 2 the local number.
FIXED = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))?-?([0-9]\d{6,7})")
COUNTRY = re.compile(r"^(?:\+|00)86-?")
ABROAD = re.compile(r"^(?:\+|00)86-?0?(?=10|2\d|[3-9]\d(?!0-?\d{3}-?\d{4}$))")
MOBILE = re.compile(r"1[3-9]\d{9}")
HOTLINE = re.compile(r"1[0-2]\d{3}|16\d{3}")
SHORT = re.compile(rf"1[12]\d|{HOTLINE.pattern}")
SERVICE = re.compile(r"96\d{3,6}")
FREE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})")
EXPECTED = "write it as 0532-88001234, 13900001234 or 12345"


@dataclass(frozen=True)
class Phone:
    """A number that was read: ``area`` and ``local`` digits, ``extension`` digits; ``area`` empty where none is used.

    ``kind`` is one of mobile, fixed, short, service, free.
    """

    kind: str
    local: str
    area: str = ""
    extension: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return TEXT as a number, whatever its hyphens, brackets and widths.

        Raises ValueError with a sentence that says what would be right.
        """
        flat = normalise(text)
        if not flat:
            raise ValueError(f"the telephone number is missing: {EXPECTED}")
        if SEVERAL.search(flat):
            raise ValueError(f"'{text}' holds several numbers: write one")
        extension = EXTENSION.search(flat)
        digits = flat[: extension.start()] if extension else flat
        found = cls._read(digits, extension[1] if extension else "")
        if found is None:
            raise ValueError(f"'{text}' is no telephone number: {EXPECTED}")
        return found

    @classmethod
    def _read(cls, digits: str, extension: str) -> "Self | None":
        bare = digits.replace("-", "")
        if MOBILE.fullmatch(bare):
            return cls("mobile", bare, "", extension)
        if SHORT.fullmatch(bare):
            return cls("short", bare)
        if SERVICE.fullmatch(bare):
            return cls("service", bare)
        free = FREE.fullmatch(digits)
        if free:
            return cls("free", free[2] + free[3], free[1], extension)
        return cls._fixed(digits, extension)

    @classmethod
    def _fixed(cls, digits: str, extension: str) -> "Self | None":
        area, _hyphen, rest = digits.partition("-")
        if rest and re.fullmatch(r"0?(?:10|2\d|[3-9]\d{2})", area):
            area, rest = f"0{area.removeprefix('0')}", rest.replace("-", "")
            if HOTLINE.fullmatch(rest) or SERVICE.fullmatch(rest):
                return cls("short" if HOTLINE.fullmatch(rest) else "service", rest, area)
            return cls("fixed", rest, area, extension) if re.fullmatch(r"\d{7,8}", rest) else None
        found = FIXED.fullmatch(digits.replace("-", ""))
        return cls("fixed", found[2], found[1] or "", extension) if found else None

    @property
    def dialable(self) -> bool:
        """Whether anybody can answer: a local number never begins with 0."""
        return not (self.kind == "fixed" and self.local.startswith("0"))

    @property
    def display(self) -> str:
        """The number as people read it, e.g. ``0532-8800 1234 转 5``."""
        if self.kind == "mobile":
            shown = f"{self.local[:3]} {self.local[3:7]} {self.local[7:]}"
        elif self.kind == "free":
            shown = f"{self.area}-{self.local[:3]}-{self.local[3:]}"
        elif self.kind == "fixed":
            cut = len(self.local) - 4
            shown = f"{self.local[:cut]} {self.local[cut:]}"
            shown = f"{self.area}-{shown}" if self.area else shown
        else:
            shown = f"{self.area}-{self.local}" if self.area else self.local
        return f"{shown} 转 {self.extension}" if self.extension else shown

    @property
    def link(self) -> str | None:
        """The address of a `tel:` link: short codes stay short (tel:12345), others carry +86.

        None where nobody can dial, or a mobile phone cannot: a fixed line without its area code.
        """
        if not self.dialable or (self.kind == "fixed" and not self.area):
            return None
        if self.kind in {"short", "service"} and not self.area:
            return f"tel:{self.local}"
        if self.kind == "free":
            return f"tel:{self.area}{self.local}"
        tail = f";ext={self.extension}" if self.extension else ""
        return f"tel:+86{self.area.removeprefix('0')}{self.local}{tail}"

    def __str__(self) -> str:
        return self.display


def normalise(text: str) -> str:
    """Return TEXT with half-width characters, ASCII hyphens, no brackets, spaces or country code."""
    flat = HYPHENS.sub("-", unicodedata.normalize("NFKC", text).strip())
    flat = re.sub(r"^\((\d+)\)-?", r"\1-", flat)
    flat = re.sub(r"[()\s.]", "", flat)
    return COUNTRY.sub("", ABROAD.sub("0", flat)).strip("-")
