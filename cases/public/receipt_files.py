"""Words of a receipt, and the files that keep them: a calendar file with its dates, and a sheet of paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cases import extensions
from cases.extensions import ReceiptPart
from cases.models import Case
from cases.public.receipt_codes import paper_address, receipt_code
from catalog.qr import qr
from configuration import site
from configuration.logo import standalone
from forms.filling.contacts import contact
from portal.kit import clock, phones
from portal.kit.addresses import absolute
from portal.kit.typeset import pdf
from portal.templatetags.portal import day, long_day, time_of_day

PAGE = Path(__file__).parent / "paper" / "receipt.typ"
VISIT = dt.timedelta(minutes=30)  # blocked in the calendar; how long it takes is not known


@dataclass(frozen=True)
class ReceiptWords:
    """The words of a receipt: those of an application, or of the room that the case came from (``part``)."""

    heading: str
    number: str
    next: Sequence[str]
    part: ReceiptPart | None = None


def receipt_of(case: Case) -> ReceiptWords:
    """Return the words of the receipt of CASE."""
    part = extensions.receipt_part(case)
    if part:
        return ReceiptWords(part.heading, part.number, part.next, part)
    following = [*map(str, case.form_version.read().confirm.next)] if case.form_version else []
    return ReceiptWords(_("We have received your application"), _("The number of your case"), following)


@dataclass(frozen=True)
class CaseDate:
    """A date of a case: a moment, or a whole day."""

    what: str
    at: dt.date | dt.datetime
    place: str = ""


def dates_of(case: Case) -> list[CaseDate]:
    """Return the dates of CASE that its applicant may want in a calendar: the visit, and the day of our answer."""
    found = []
    if case.visit_at:
        place = f"{case.point.name}, {case.point.address}" if case.point else ""
        found.append(CaseDate(str(case.subject), clock.local(case.visit_at), place))
    due = case.next_due_on
    if due and not case.next_due_provisional:
        found.append(CaseDate(_("You hear from us by today: %(subject)s") % {"subject": case.subject}, due))
    return found


def calendar_file(case: Case) -> bytes:
    """Return the dates of CASE as a calendar file (RFC 5545): the tail of the number, and nobody's name."""
    made = Calendar()
    made.add("prodid", "-//portal//receipt//EN")
    made.add("version", "2.0")
    number = contact(point=case.point, organisation=case.organisation).phone
    tail = case.number.split("-", 1)[0] + "-…-" + case.number.rsplit("-", 2)[1]
    for place, date in enumerate(dates_of(case)):
        event = Event()
        event.add("uid", f"{case.uuid.hex}-{place}")
        event.add("dtstamp", clock.now())
        event.add("summary", date.what)
        event.add("dtstart", date.at.astimezone(dt.UTC) if isinstance(date.at, dt.datetime) else date.at)
        if isinstance(date.at, dt.datetime):
            event.add("dtend", (date.at + VISIT).astimezone(dt.UTC))
        if date.place:
            event.add("location", date.place)
        words = _("Number %(tail)s. Questions: %(phone)s. Track it: %(address)s")
        event.add("description", words % {"tail": tail, "phone": number, "address": absolute(reverse("track"))})
        made.add_component(event)
    return bytes(made.to_ical())


def receipt_paper(case: Case) -> bytes:
    """Return the receipt of CASE in the active language as a PDF; raises `typeset.FontMissing` or `GlyphMissing`."""
    return pdf(PAGE, _values(case))


def _values(case: Case) -> dict[str, Any]:
    here, words, language = site.current(), receipt_of(case), get_language() or ""
    whom = contact(point=case.point, organisation=case.organisation)
    due = [_("You hear from us by %(day)s.") % {"day": day(case.next_due_on)}] if case.next_due_on else []
    return {
        "lang": "zh" if language.startswith("zh") else language[:2],
        "region": "cn" if language.startswith("zh") else "gb",
        "look": here.look.colours(),
        "logo": standalone(here.look),
        "site": str(here.name),
        "heading": words.heading,
        "number_label": words.number,
        "number": case.number,
        "received": _("Received on %(day)s at %(time)s.")
        % {"day": long_day(case.submitted_at), "time": time_of_day(case.submitted_at)},
        "rows": [{"label": label, "value": value} for label, value in _rows(case)],
        "next_label": _("What happens next"),
        "next": [*due, *map(str, words.next)],
        "call_label": _("Questions: call us"),
        "phone": _shown(whom.phone),
        "complaint_label": _("Complaints"),
        "complaint": _shown(whom.complaint),
        "code_label": _("Code on the receipt"),
        "code": receipt_code(case.uuid),
        "code_note": _("Number and code open your case without the telephone. Keep this sheet as you keep a key."),
        "qr": qr(paper_address(case)).svg(),
        "scan": _("Scan to see how far it is"),
        "foot": f"{case.organisation.name} · {absolute(reverse('track'))}",
    }


def _rows(case: Case) -> list[tuple[str, str]]:
    """Return label and value of each row, personal values masked."""
    rows = [(_("What it is about"), str(case.subject))]
    if case.visit_at:
        rows.append((_("When"), f"{day(case.visit_at)} {time_of_day(case.visit_at)}"))
    if case.point:
        rows.append((_("Service point"), f"{case.point.name}, {case.point.address}"))
    if case.applicant:
        # Not the telephone, masked as it may be: its end opens the case, and stands beside no number on paper.
        rows.append((_("Applicant"), case.applicant.name_masked))
    return rows


def _shown(number: str) -> str:
    read = phones.public(number)
    return read.display if read else number
