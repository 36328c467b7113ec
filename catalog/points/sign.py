"""The printed sign of a service point (公示牌): who helps here, two numbers, hours, at no cost (Art. 4, 6, 9)."""

from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from catalog.models import Post, ServicePoint
from catalog.points.hours_table import WeeklyOpening, week
from catalog.qr import qr
from catalog.templatetags.catalog import weekdays
from configuration import site
from configuration.logo import standalone
from portal.kit import clock, phones
from portal.kit.addresses import absolute
from portal.kit.typeset import pdf
from portal.kit.workdays import WorkCalendar

PAGE = Path(__file__).parent / "paper" / "sign.typ"
SIZES = ("a4", "a3")
MOST_SPANS = 40  # more never fit on a sheet, and each costs time to measure


def sign(point: ServicePoint, size: str) -> bytes:
    """Return the sign of POINT in the active language as a PDF of SIZE; raises `typeset.FontMissing`."""
    return pdf(PAGE, _values(point) | {"size": size})


def _values(point: ServicePoint) -> dict[str, Any]:
    here = site.current()
    online = absolute(reverse("point", args=[point.code]))
    language = get_language() or ""
    return {
        "lang": "zh" if language.startswith("zh") else language[:2],
        "region": "cn" if language.startswith("zh") else "gb",
        "look": here.look.colours(),
        "logo": standalone(here.look),
        "site": str(here.name),
        "tagline": str(here.tagline),
        "name": str(point.name),
        "window": str(point.window),
        "offer": _("We help you, we act for you"),
        "free": _("at no cost"),
        "mandate": _("Ask for a form, for company at the window, or for somebody who does it in your stead."),
        "service": _number(_("Questions, help"), point.service_phone, _("also to book a time or a home visit")),
        "complaint": _number(_("Complaints"), point.complaint_phone, _("not answered by those it is about")),
        "hours_label": _("Opening hours"),
        "hours": _hours(point),
        "hours_online": _("The hours differ from day to day: scan the code, or call us."),
        "holidays": _("Closed on public holidays, open on weekend days that are worked instead."),
        "address_label": _("Address"),
        "address": str(point.address),
        "facilities_label": _("Here you find"),
        "facilities": _places(point),
        "staff_label": _("On duty"),
        "staff": _staff(point),
        "qr": qr(online).svg(),
        "address_online": online,
        "scan": _("Guides and opening hours: scan here"),
        "principles": _("You ask for it, it costs nothing, departments act together, by the law and without delay."),
        "foot": f"{point.organisation.name} · {online}",
    }


def _number(label: str, number: str, note: str) -> dict[str, str]:
    read = phones.public(number)
    return {"label": label, "number": read.display if read else number, "note": note}


def _hours(point: ServicePoint) -> list[dict[str, Any]]:
    rows = week(point, clock.today(), WorkCalendar())
    if sum(len(row.spans) for row in rows) > MOST_SPANS:
        return []
    return [
        {"days": str(weekdays(row.days)), "times": [{"span": _span(s), "note": _note(s)} for s in row.spans]}
        for row in rows
    ]


def _span(span: WeeklyOpening) -> str:
    return f"{span.opens:%H:%M}–{span.closes:%H:%M}"


def _note(span: WeeklyOpening) -> str:
    return "" if span.plain else str(span.session.label)


def _places(point: ServicePoint) -> str:
    facilities = (place for place in point.places.all() if place.is_facility)
    names = (f"{place.label} {_floor(place.floor)}".strip() for place in facilities)
    return pgettext("between words", ", ").join(dict.fromkeys(names))


def _floor(floor: str) -> str:
    return _("floor %(floor)s") % {"floor": floor} if floor else ""


def _staff(point: ServicePoint) -> str:
    posts = Post.objects.held().filter(point=point, public=True).select_related("user")[:4]
    return pgettext("between words", ", ").join(f"{post.user} {post.badge}".strip() for post in posts)
