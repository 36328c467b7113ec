"""Advice on items and points that audits would object to, shown while editing; it never prevents publication."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.enums import LimitUnit, Mode
from catalog.models import ServiceItem, ServicePoint
from catalog.publication_rules import Finding
from portal.kit import phones
from portal.kit.workdays import Due, WorkCalendar

STEPS_OF_A_LICENCE = 5
BARE_WEEK = WorkCalendar()


# Words of steps and answers by which the applicant must come in person.
IN_PERSON = re.compile(
    r"必须(?:双方)?(?:本人|亲自)|(?:本人|亲自)必须到场|\byou must (?:be there|come in person)", re.IGNORECASE
)


def about_item(item: ServiceItem, *, licence: bool, calendar: WorkCalendar = BARE_WEEK) -> Iterator[Finding]:
    """Yield what the guide of ITEM should say better; of a LICENCE more is wanted. Asks nothing of the database.

    CALENDAR holds the public holidays against which the promise is compared with the law's limit.
    """
    yield from _missing(item, licence=licence)
    yield from _fee(item)
    yield from _limits(item, calendar)
    yield from _in_person(item)
    yield from _unknown(item)
    if item.visits == 0 and not item.form:
        yield Finding("visits", "D384", _("No trip to the window, and no online form: how does one apply?"))
    if licence and len(item.steps) < STEPS_OF_A_LICENCE:
        yield Finding("steps", "D385", _("Audits want at least five steps in the guide of a licence."))
    if licence and not item.questions:
        yield Finding("questions", "D385", _("Audits want at least one question and answer in the guide of a licence."))


def _missing(item: ServiceItem, *, licence: bool) -> Iterator[Finding]:
    sentences = {
        "materials": _("Nobody reads what to bring."),
        "steps": _("Nobody reads what happens."),
        "basis": _("The legal basis is missing."),
    }
    for field, sentence in sentences.items():
        if not getattr(item, field):
            yield Finding(field, "D380", sentence)
    if licence and item.statutory_limit is None and item.promised_days != 0:
        sentence = _(
            "The statutory limit is missing: every licence has one, 20 working days where no law says otherwise."
        )
        yield Finding("statutory_limit", "D381", sentence)
    if item.promised_days is None:
        yield Finding("promised_days", "D381", _("The promised limit is missing."))


def _unknown(item: ServiceItem) -> Iterator[Finding]:
    """Yield what nobody has stated; the guide asks people to call for it."""
    if item.visits is None:
        yield Finding("visits", "D391", _("Nobody has stated how many trips it takes."))
    if item.fee_charged is None:
        yield Finding("fee_charged", "D391", _("Nobody has stated whether the department charges a fee."))
    if not item.audience:
        yield Finding("audience", "D391", _("Nobody has stated who can apply."))


def _fee(item: ServiceItem) -> Iterator[Finding]:
    if item.fee_charged and not item.fee:
        yield Finding("fee", "D382", _("Say how much the department charges, and on what basis."))
    if item.fee and item.fee_charged is False:
        yield Finding("fee_charged", "D383", _("A fee is described, but none is charged."))


def _limits(item: ServiceItem, calendar: WorkCalendar) -> Iterator[Finding]:
    limit, promised = item.statutory_limit, item.promised_days
    adds: dict[str, Callable[[dt.date, int], Due]] = {
        LimitUnit.DAYS: calendar.add_natural,
        LimitUnit.MONTHS: calendar.add_months,
    }
    add = adds.get(item.statutory_unit)
    start = calendar.outlasting_start(promised, lambda day: add(day, limit)) if limit and promised and add else None
    if start:
        late = gettext("Asked for on %(date)s, the promise ends later than the law allows: holidays lie between.")
        yield Finding("promised_days", "D388", late % {"date": start.isoformat()})
    if limit is not None and item.basis and not any(block["value"].get("article") for block in item.basis.raw_data):
        sentence = _("Name the article that sets this limit, or leave the statutory limit empty.")
        yield Finding("statutory_limit", "D389", sentence)


def _in_person(item: ServiceItem) -> Iterator[Finding]:
    texts = [text for block in item.steps for text in (block.value["text"] or {}).values()]
    if Mode.AGENCY in item.offered_as and any(IN_PERSON.search(text) for text in texts):
        yield Finding(
            "offered_as", "D390", _("A step says that the applicant must come in person: offer assistance only.")
        )


def about_point(point: ServicePoint) -> Iterator[Finding]:
    """Yield what the public would like to read of POINT."""
    if not point.hours:
        yield Finding("hours", "D386", _("Nobody reads when the point is open."))
    for field in ("service_phone", "complaint_phone"):
        read = phones.public(getattr(point, field))
        if read and read.lacks_area:
            yield Finding(field, "D387", _("A mobile phone cannot dial this number without its area code."))
