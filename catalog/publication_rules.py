"""Rules that an item or a point must meet before publication; one set for definitions and the admin.

Advice on rows that may be published all the same is in lint.py, in the same shape.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalog.enums import LimitUnit
from portal.kit import phones
from portal.kit.phones import Phone

# Types of the national list that nobody applies for (Art. 2: only 依申请 items are assisted).
NOT_APPLIED_FOR = {"02", "03", "04", "06", "CF", "QZ", "ZS", "JC"}


# A paper that says nothing: authorities may not ask for "other material".
VAGUE = re.compile(
    r"^(?:其他|其它|有关|相关)[^，。]{0,8}(?:材料|文件|证明|资料)$|规定的其[他它]|^(?:any )?other (?:documents|papers)$"
)
# A fee for help itself; "不收代办费" says the opposite.
OWN_FEE = re.compile("(?<!不收)(?<!不收取)(?<!免收)(?:帮办代办|帮办|代办|代理|跑腿)费")

Stretch = tuple[Iterable[str], dt.time | None, dt.time | None]
DatedStretch = tuple[dt.date | None, dt.time | None, dt.time | None]


@dataclass(frozen=True)
class Finding:
    """``field`` of the model, stable ``code`` of the rule, ``sentence`` for the person who can correct it.

    ``row`` is the position in a list, from 0, where the field holds one.
    """

    field: str
    code: str
    sentence: str | Promise
    row: int | None = None

    def __str__(self) -> str:
        """Return the sentence, with the place in a list as an editor counts it."""
        if self.row is None:
            return str(self.sentence)
        return gettext("No. %(number)d: %(sentence)s") % {"number": self.row + 1, "sentence": self.sentence}


def about_numbers(service: str, complaint: str, *, needed: bool) -> Iterator[Finding]:
    """Yield what Art. 9 misses in the two numbers of a point; a draft (NEEDED false) may lack them."""
    read: dict[str, Phone] = {}
    for field, number in (("service_phone", service), ("complaint_phone", complaint)):
        if not number:
            if needed:
                sentence = _("A published point needs a service number and a complaint number.")
                yield Finding(field, "D304", sentence)
            continue
        try:
            read[field] = Phone.parse(number)
        except ValueError:
            yield Finding(field, "D303", no_number())
    if len(set(read.values())) < len(read):
        sentence = _("This is the service number too; complaints need a line of their own.")
        yield Finding("complaint_phone", "D305", sentence)


def no_number() -> str:
    """Return what an editor reads who wrote something else than a telephone number of the site's region."""
    sentence = gettext("This is no telephone number; write one number, e.g. %(examples)s.")
    return sentence % {"examples": pgettext("between words", ", ").join(phones.plan().examples)}


MONTH_AT_MOST = 23  # working days


def about_limits(limit: int | None, unit: str, promised: int | None) -> Iterator[Finding]:
    """Yield a promise (working days) that is longer than the law's LIMIT, in the calendar of any year."""
    longest = limit and (limit * MONTH_AT_MOST if unit == LimitUnit.MONTHS else limit)
    if longest is not None and promised is not None and promised > longest:
        yield Finding("promised_days", "D306", _("The promised limit is longer than the statutory one."))


def about_exclusion(kind: str, reason: object) -> Iterator[Finding]:
    """Yield an exclusion (Art. 5) that gives no reason, or a reason without its kind."""
    if kind and not reason:
        yield Finding("exclusion_reason", "D307", _("Say why the item is excluded."))
    if reason and not kind:
        yield Finding("exclusion", "D307", _("Choose the kind of exclusion that this reason belongs to."))


def about_fee(texts: Iterable[str]) -> Iterator[Finding]:
    """Yield a charge for assistance or agency itself in the TEXTS about the fee (Art. 4)."""
    if any(OWN_FEE.search(text) for text in texts):
        yield Finding("fee", "D319", _("Help is free of charge; only the department's own fee may stand here."))


def about_material(names: Iterable[str]) -> Iterator[Finding]:
    """Yield a material whose name (one of NAMES) does not say which paper is meant."""
    if any(VAGUE.search(name.strip().lower()) for name in names):
        yield Finding("materials", "D320", _("Nobody knows which paper this is: name it, or leave it out."))


def about_type(task_type: str) -> Iterator[Finding]:
    """Yield a type of the national list that nobody applies for (Art. 2)."""
    if task_type.upper().rjust(2, "0") in NOT_APPLIED_FOR:
        sentence = _("Nobody applies for a penalty, a coercion, a levy or an inspection: not assisted.")
        yield Finding("task_type", "D308", sentence)


def about_hours(hours: Iterable[Stretch]) -> Iterator[Finding]:
    """Yield what is wrong with the weekly HOURS of a point: weekdays, when it opens and when it closes."""
    rows = list(hours)
    for row, (_days, opens, closes) in enumerate(rows):
        if opens is None or closes is None:
            yield Finding("hours", "D309", _("Say from when to when."), row)
        elif opens >= closes:
            yield Finding("hours", "D309", _("The hours end before they begin."), row)
    for row in _overlapping(
        (day, opens, closes, row) for row, (days, opens, closes) in enumerate(rows) for day in days
    ):
        yield Finding("hours", "D314", _("These hours overlap others of the same day."), row)


def about_exceptions(exceptions: Iterable[DatedStretch]) -> Iterator[Finding]:
    """Yield what is wrong with the EXCEPTIONS of a point: a date, when it opens and when it closes, or neither."""
    rows = list(exceptions)
    for row, (date, opens, closes) in enumerate(rows):
        if date is None:
            yield Finding("exceptions", "D310", _("Say on which day."), row)
        elif (opens is None) != (closes is None):
            sentence = _("Say from when to when, or neither: then the point is closed on that day.")
            yield Finding("exceptions", "D310", sentence, row)
        elif opens is not None and closes is not None and opens >= closes:
            yield Finding("exceptions", "D310", _("The hours end before they begin."), row)
    dates = Counter(date for date, _opens, _closes in rows)
    for row, (date, opens, closes) in enumerate(rows):
        if opens is None and closes is None and dates[date] > 1:
            sentence = _("The point is closed on this day, and another exception speaks of the same day: keep one.")
            yield Finding("exceptions", "D326", sentence, row)
    for row in _overlapping((date, opens, closes, row) for row, (date, opens, closes) in enumerate(rows) if date):
        yield Finding("exceptions", "D326", _("These hours overlap others of the same day."), row)


def _overlapping(hours: Iterable[tuple[Any, dt.time | None, dt.time | None, int]]) -> Iterator[int]:
    """Yield the rows that begin before an earlier one of the same day has ended; broken ones are left out."""
    whole = sorted(
        (day, opens, closes, row) for day, opens, closes, row in hours if opens and closes and opens < closes
    )
    pairs = pairwise(whole)
    yield from sorted({row for (day, _o, ends, _r), (other, opens, _c, row) in pairs if day == other and opens < ends})


def about_opening(*, hours: bool, agents: bool) -> Iterator[Finding]:
    """Yield what a point lacks on the day the public first hears of it; one that is public already stays (Art. 8).

    Taking it down for want of an agent would take its telephone number away as well: the coverage report lists it.
    """
    if not hours:
        yield Finding("hours", "D304", _("Say when the point is open before it is published."))
    if not agents:
        sentence = _("Nobody helps here yet: save the draft, enter an agent of this point under posts, then publish.")
        yield Finding("organisation", "D304", sentence)
