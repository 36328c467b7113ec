"""Rules that an item or a point must meet before publication; one set for definitions and the admin.

Advice on rows that may be published all the same is in lint.py, in the same shape.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

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


@dataclass(frozen=True)
class Finding:
    """``field`` of the model, stable ``code`` of the rule, ``sentence`` for the person who can correct it."""

    field: str
    code: str
    sentence: str | Promise


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


def about_hours(hours: Iterable[tuple[str, dt.time | None, dt.time | None]]) -> Iterator[Finding]:
    """Yield what is wrong with HOURS: a weekday, when it opens and when it closes, once for each stretch."""
    stretches = list(hours)
    timed = sorted((day, opens, closes) for day, opens, closes in stretches if opens and closes)
    if len(timed) < len(stretches):
        yield Finding("hours", "D309", _("Say from when to when."))
    elif any(opens >= closes for _day, opens, closes in timed):
        yield Finding("hours", "D309", _("The hours end before they begin."))
    elif any(day == other and opens < closes for (day, _o, closes), (other, opens, _c) in pairwise(timed)):
        yield Finding("hours", "D314", _("These hours overlap others of the same day."))


def about_opening(*, hours: bool, agents: bool) -> Iterator[Finding]:
    """Yield what a point lacks on the day the public first hears of it; one that is public already stays (Art. 8).

    Taking it down for want of an agent would take its telephone number away as well: the coverage report lists it.
    """
    if not hours:
        yield Finding("hours", "D304", _("Say when the point is open before it is published."))
    if not agents:
        sentence = _("Nobody helps here yet: save the draft, enter an agent of this point under posts, then publish.")
        yield Finding("organisation", "D304", sentence)
