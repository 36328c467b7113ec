"""An appointment: what for, where, which day and time, who. Addresses hold the first three; the person is posted."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from appointments.spec import AppointmentKindSpec
from cases.actions import SlotTaken, book, booked_with
from cases.actions.parties import Person
from cases.models import Appointment, AppointmentKind
from cases.public.forms import BookingForm
from cases.public.guard import booking_attempts
from cases.public.receipts import to_receipt
from cases.slots import Slot, days, slots, span, taken
from catalog.models import Organisation, ServiceItem, ServicePoint
from configuration import codes
from forms.filling import form_token
from forms.filling.contacts import Contact, contact
from forms.filling.guard import Guarded, open_too_long
from forms.filling.pages import busy
from portal.kit import clock
from portal.kit.limits import exceeded, give_back


@dataclass(frozen=True)
class Wish:
    """What the address says: what for, where, for which service. Unknown codes count as nothing said."""

    kind: AppointmentKind | None
    point: ServicePoint | None
    item: ServiceItem | None

    @classmethod
    def of(cls, request: HttpRequest) -> "Wish":
        """Read the address of REQUEST; the service names its kind, and a lone kind needs no question."""
        asked = {kind: codes.current_code(kind, request.GET.get(kind, "")[:80]) for kind in ("item", "point")}
        item = ServiceItem.objects.public().filter(code=asked["item"]).first()
        point = ServicePoint.objects.public().for_list().filter(code=asked["point"]).first()
        kinds = [*AppointmentKind.objects.filter(retired_at=None).select_related("current")]
        code = request.GET.get("kind", "") or (item.appointment if item else "")
        kind = next((kind for kind in kinds if kind.code == code), kinds[0] if len(kinds) == 1 else None)
        if kind and point and point.level not in kind.current.read().at:
            point = None
        return cls(kind, point, item)

    @property
    def spec(self) -> AppointmentKindSpec:
        """The definition of the kind."""
        assert self.kind  # noqa: S101  asked only where there is one
        return self.kind.current.read()

    def address(self, page: str, **more: str) -> str:
        """Return the address of PAGE with this wish and MORE in its query."""
        parts = {"kind": self.kind, "point": self.point, "item": self.item}
        query = {name: part.code for name, part in parts.items() if part} | more
        return f"{reverse(page)}?{urlencode(query)}" if query else reverse(page)


@require_safe
@login_not_required
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Ask what for, then in which district, then at which point."""
    wish = Wish.of(request)
    context: dict[str, Any] = {"item": wish.item, "contact": contact(point=wish.point)}
    if wish.kind is None:
        kinds = AppointmentKind.objects.filter(retired_at=None)
        rows = [{"title": k.title, "address": Wish(k, wish.point, wish.item).address("book")} for k in kinds]
        return render(request, "cases/public/book_choose.html", context | {"heading": _("Book a time"), "rows": rows})
    if wish.point:
        return HttpResponseRedirect(wish.address("book_time"))
    points = [*ServicePoint.objects.public().for_list().filter(level__in=wish.spec.at)]
    districts = _districts(points)
    here = request.GET.get("district", "")
    if len(districts) > 1 and here not in districts:
        rows = [
            {"title": name, "address": wish.address("book", district=code), "count": len(found)}
            for code, (name, found) in districts.items()
        ]
        context |= {"heading": _("In which district?"), "rows": rows}
    else:
        found = districts.get(here, ("", points))[1]
        rows = [
            {"title": p.name, "note": p.address, "address": Wish(wish.kind, p, wish.item).address("book_time")}
            for p in found
        ]
        context |= {"heading": _("Where would you like to come?"), "rows": rows}
    return render(request, "cases/public/book_choose.html", context)


def _districts(points: list[ServicePoint]) -> dict[str, tuple[str, list[ServicePoint]]]:
    """Return name and points by code of the territory below the top; one query."""
    codes = {point.pk: (*point.organisation.ancestor_codes, "", "")[:2] for point in points}
    found = Organisation.objects.filter(code__in={code for pair in codes.values() for code in pair if code})
    names = {row.code: str(row) for row in found}
    grouped: dict[str, tuple[str, list[ServicePoint]]] = {}
    for point in points:
        top, below = codes[point.pk]
        code = below or top
        grouped.setdefault(code, (names.get(code, code), []))[1].append(point)
    return grouped


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def time(request: HttpRequest) -> HttpResponse:
    """Show days and times and ask who comes; POST shows it once more, and with ``confirm`` books it."""
    if request.method == "POST" and (same := booked_with(form_token.sent(request))):
        # The button was pressed twice, or the answer got lost on the way.
        return to_receipt(request, same.case)
    wish = Wish.of(request)
    if wish.kind is None or wish.point is None:
        return HttpResponseRedirect(wish.address("book"))
    agenda = Agenda.of(wish, request.GET.get("day", ""))
    if request.method != "POST" or "change" in request.POST:
        # Back from the page to check, what was typed is still there.
        return _times(request, wish, agenda, BookingForm(initial=request.POST.dict(), slots=agenda.slots))
    form = BookingForm(request.POST, slots=agenda.slots)
    if not form.is_valid():
        return _times(request, wish, agenda, form)
    guard = Guarded(request.POST if "confirm" in request.POST else None)
    token = form_token.sent(request)
    if guard.is_valid() and token is None:
        guard.add_error(None, open_too_long())
    if token is None or not guard.is_valid():
        return _once_more(request, wish, form, guard)
    return _book(request, wish, form, token)


def _book(request: HttpRequest, wish: Wish, form: BookingForm, token: str) -> HttpResponse:
    assert wish.kind is not None  # noqa: S101  the view redirects otherwise
    assert wish.point is not None  # noqa: S101
    person = Person(name=form.cleaned_data["name"], phone=form.cleaned_data["phone"])
    counted = booking_attempts(request, wish.kind.code, person.phone)
    if limit := exceeded(counted):
        return busy(request, _whom(wish), limit)
    try:
        appointment = book(
            kind=wish.kind,
            point=wish.point,
            starts_at=form.starts_at,
            person=person,
            item=wish.item,
            form_token=token,
        )
    except SlotTaken as refusal:
        give_back(counted)
        # Whoever was slower gets the same page again: what they typed, fresh times, and what happened.
        agenda = Agenda.of(wish, request.GET.get("day", ""))
        again = BookingForm(request.POST, slots=agenda.slots)
        if again.is_valid():
            again.add_error("at", str(refusal))
        return _times(request, wish, agenda, again)
    return to_receipt(request, appointment.case)


@dataclass(frozen=True)
class Agenda:
    """The days on which something is offered, with their free seats, and the slots of the day looked at."""

    free: dict[dt.date, int]
    day: dt.date | None
    slots: list[Slot]

    @classmethod
    def of(cls, wish: Wish, wanted: str) -> "Agenda":
        """Return what is offered for WISH; the day is WANTED (ISO) if offered, else the first with a free seat."""
        assert wish.point  # noqa: S101  asked only where there is one
        spec, now = wish.spec, clock.now()
        dates = days(spec, now)
        booked = taken(spec, wish.point, dates)
        offered = {date: slots(spec, wish.point, date, now=now, booked=booked) for date in dates}
        free = {date: sum(slot.free for slot in found) for date, found in offered.items() if found}
        try:
            asked = parse_date(wanted)
        except ValueError:
            asked = None
        first = next((date for date, seats in free.items() if seats), None)
        day = asked if asked in free else first
        return cls(free, day, offered[day] if day else [])


def _times(request: HttpRequest, wish: Wish, agenda: Agenda, form: BookingForm) -> HttpResponse:
    rows = [
        {
            "day": date,
            "free": seats,
            "here": date == agenda.day,
            "address": wish.address("book_time", day=date.isoformat()),
        }
        for date, seats in agenda.free.items()
    ]
    context = {
        "heading": _("Choose a time"),
        "kind": wish.spec,
        "point": wish.point,
        "item": wish.item,
        "days": rows,
        "form": form if agenda.day else None,
        "elsewhere": Wish(wish.kind, None, wish.item).address("book"),
        "contact": _whom(wish),
    }
    return render(request, "cases/public/book_time.html", context)


def _once_more(request: HttpRequest, wish: Wish, form: BookingForm, guard: Guarded) -> HttpResponse:
    context = {
        "heading": _("Please check your appointment"),
        "form": guard,
        "token": form_token.new(request),
        "kept": {name: form.data[name] for name in form.fields},
        "person": form.cleaned_data,
        "starts_at": form.starts_at,
        "ends_at": form.starts_at + span(wish.spec.length),
        "kind": wish.spec,
        "point": wish.point,
        "item": wish.item,
        "contact": _whom(wish),
    }
    return render(request, "cases/public/book_check.html", context)


def _whom(wish: Wish) -> Contact:
    return contact(point=wish.point, organisation=wish.point.organisation if wish.point else None)


def may_cancel(appointment: Appointment) -> bool:
    """Return whether APPOINTMENT can still be given back online."""
    spec = appointment.kind_version.read()
    last = appointment.starts_at - span(spec.cancel_until)
    return appointment.cancelled_at is None and timezone.localtime(clock.now()) <= last
