"""Reading the cells of a list: numbers of days, telephones, addresses of the web, lists. Nothing is written here.

Each function returns what it read, None or empty where the cell says nothing, and raises `UnclearCellError` for a cell
that says something else than its column is for.
"""

import re
from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from catalog.enums import LimitUnit
from catalog.importers.cleaning import is_placeholder
from catalog.importers.formats import SEPARATOR
from portal.kit import phones

BETWEEN_WORDS = re.compile(rf"[{SEPARATOR}\n、，,;；|]")
BETWEEN_TITLES = re.compile(rf"[{SEPARATOR}\n;；|]")  # names of papers and laws hold 、 and ，
BETWEEN_STEPS = re.compile(rf"[{SEPARATOR}\n;；|]|→|->|—>")
BETWEEN_NUMBERS = re.compile(rf"[{SEPARATOR}\n、，,;；|]|/|或")
LABEL = re.compile(r"^[^\d+(（]{1,20}[:：]\s*")
NUMBER_LIKE = re.compile(r"(?<![\w.])[+(（]?\d[\d()（）\-‐-―－—]{3,24}\d(?:\s*(?:转|分机)\s*\d{1,6})?")
SPAN = re.compile(r"(\d{1,4})\s*(.*)", re.DOTALL)
ON_THE_SPOT = re.compile("^(?:即时|即办|当场|立等|马上)")
VISITS = re.compile(
    r"^(?:最多|至多|需要?|跑|到现场|到窗口|\s)*(\d{1,2})\s*(?:次|趟|times?|trips?|visits?)?$", re.IGNORECASE
)
MOST_VISITS = 20
FREE = {"否", "不收费", "免费", "不收取", "0", "0元", "不收", "无收费", "no", "free"}
CHARGED = {"是", "收费", "有", "yes"}
MOST_DAYS = 32_000
WHOLE_LAW = re.compile(r"(《[^《》]{2,150}》)\s*(第[^，。；,;]{1,58}[条款项])?")
UNITS = (
    (re.compile(r"工作日|working"), LimitUnit.WORKING_DAYS),
    (re.compile(r"月|month"), LimitUnit.MONTHS),
    (re.compile(r"自然日|日历|天|日|day"), LimitUnit.DAYS),
)


class UnclearCellError(ValueError):
    """The cell is not what its column is for; the sentence says what was looked for."""


def words(text: str) -> list[str]:
    """Return the short words of a cell: values of a list inside JSON, or what commas separate."""
    return _parts(text, BETWEEN_WORDS)


def titles(text: str) -> list[str]:
    """Return the names of papers or laws in a cell."""
    return _parts(text, BETWEEN_TITLES)


def steps(text: str) -> list[str]:
    """Return the steps of a procedure in a cell."""
    return _parts(text, BETWEEN_STEPS)


def law(text: str) -> tuple[str, str]:
    """Return a law and its article; all of it as the law where no article can be told."""
    found = WHOLE_LAW.fullmatch(text.strip())
    return (found[1], found[2] or "") if found else (text.strip(), "")


def numbers(text: str) -> list[str]:
    """Return the telephone numbers of a cell as they stand there, a sentence around them left out."""
    if is_placeholder(text):
        return []
    parts = [LABEL.sub("", part.strip()) for part in BETWEEN_NUMBERS.split(text) if part.strip()]
    if parts and all(map(phones.private, parts)):
        return list(dict.fromkeys(parts))
    found = list(dict.fromkeys(_inside(text)))
    if not found:
        raise UnclearCellError(_("no telephone number"))
    return found


def _inside(text: str) -> Iterator[str]:
    """Yield what is a telephone number inside a sentence; a number of another kind, e.g. of a house, is none."""
    for match in NUMBER_LIKE.finditer(text):
        read = phones.private(match[0])
        if read and (read.area or read.kind != "fixed"):
            yield match[0].strip()


def the_number(text: str) -> str:
    """Return the one number of a cell that holds several, the first of them; an empty text for none."""
    found = numbers(text)
    return found[0] if found else ""


def days(text: str, unit: str | None) -> tuple[int, str] | None:
    """Return a number of days or months and its unit as `LimitUnit` names it; UNIT holds for a bare number."""
    if is_placeholder(text):
        return None
    if ON_THE_SPOT.match(text.strip()):
        return 0, LimitUnit.WORKING_DAYS
    found = SPAN.fullmatch(text.strip())
    if not found or int(found[1]) > MOST_DAYS:
        raise UnclearCellError(_("no number of days"))
    behind = found[2].strip("个 ()（）")
    named = next((name for pattern, name in UNITS if pattern.search(behind)), None)
    if behind and named is None:
        raise UnclearCellError(_("no unit of days"))
    if named is None and unit is None and int(found[1]):
        raise UnclearCellError(_("days without their unit; write `days_in: working_days` or `days` into the mapping"))
    return int(found[1]), str(named or unit or LimitUnit.WORKING_DAYS)


def visits(text: str) -> int | None:
    """Return how many trips a cell says."""
    if is_placeholder(text):
        return None
    found = VISITS.match(text.strip())
    if not found or int(found[1]) > MOST_VISITS:
        raise UnclearCellError(_("no number of trips"))
    return int(found[1])


def fee(text: str) -> tuple[bool | None, str]:
    """Return whether a fee is charged, and what the cell says of it."""
    flat = text.strip().rstrip("。.").lower()
    # 无 may mean that there is no fee, or that nothing is said: nobody is promised that it costs nothing.
    if flat in FREE:
        return False, ""
    if is_placeholder(text):
        return None, ""
    return True, "" if flat in CHARGED else text


def prose(text: str) -> str:
    """Return the text of a cell; what a list inside JSON holds is joined."""
    return "" if is_placeholder(text) else text.replace(SEPARATOR, "；")


def link(text: str) -> str:
    """Return the address of a page of the web."""
    if is_placeholder(text):
        return ""
    try:
        URLValidator(["http", "https"])(text.strip())
    except ValidationError:
        raise UnclearCellError(_("no address of the web")) from None
    return text.strip()


def chosen(text: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the codes that KNOWN has for the words of a cell, and the words that it has not."""
    # Words of a list may hold commas themselves: a value that is known as it stands is not taken apart.
    values = [value.strip() for value in re.split(f"[{SEPARATOR}\n]", text)]
    found = [word for value in values for word in ([value] if value in known else words(value))]
    codes = dict.fromkeys(str(known[word]) for word in found if word in known)
    return list(codes), [word for word in found if word not in known]


def _parts(text: str, between: re.Pattern[str]) -> list[str]:
    parts = (" ".join(part.split()) for part in between.split(text))
    return list(dict.fromkeys(part for part in parts if not is_placeholder(part)))
