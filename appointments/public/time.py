"""Page to choose day and time and to enter contact details; service and point are in the address."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from appointments.booking import SlotTaken, book, booked_with
from appointments.offer import slots_by_day
from appointments.public.booking_choice import BookingChoice
from appointments.public.forms import BookingForm
from appointments.public.limits import booking_attempts
from appointments.slots import Slot
from appointments.spec import elapsed_time
from cases.actions.parties import Person
from cases.public.receipts import to_receipt
from forms.filling import form_token
from forms.filling.abuse import Guarded, open_too_long
from forms.filling.contacts import Contact, contact
from forms.filling.pages import busy
from portal.kit import clock
from portal.kit.limits import exceeded, give_back


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def time(request: HttpRequest) -> HttpResponse:
    """Show days and times and ask for contact details; POST shows them for checking, and with ``confirm`` books."""
    if request.method == "POST" and (same := booked_with(form_token.sent_token(request))):
        # The button was pressed twice, or the answer got lost on the way.
        return to_receipt(request, same.case)
    choice = BookingChoice.of(request)
    if choice.kind is None or choice.point is None:
        return HttpResponseRedirect(choice.address("book"))
    agenda = Agenda.of(choice, request.GET.get("day", ""))
    if request.method != "POST" or "change" in request.POST:
        # Back from the page to check, what was typed is still there.
        return _times(request, choice, agenda, BookingForm(initial=request.POST.dict(), slots=agenda.slots))
    form = BookingForm(request.POST, slots=agenda.slots)
    if not form.is_valid():
        return _times(request, choice, agenda, form)
    guard = Guarded(request.POST if "confirm" in request.POST else None)
    token = form_token.sent_token(request)
    if guard.is_valid() and token is None:
        guard.add_error(None, open_too_long())
    if token is None or not guard.is_valid():
        return _once_more(request, choice, form, guard)
    return _book(request, choice, form, token, weight=guard.weight)


def _book(request: HttpRequest, choice: BookingChoice, form: BookingForm, token: str, *, weight: int) -> HttpResponse:
    assert choice.kind is not None  # noqa: S101  the view redirects otherwise
    assert choice.point is not None  # noqa: S101
    person = Person(name=form.cleaned_data["name"], phone=form.cleaned_data["phone"])
    counted = booking_attempts(request, choice.kind.code, person.phone, weight=weight)
    if limit := exceeded(counted):
        return busy(request, _responsible_contact(choice), limit)
    try:
        booking = book(
            kind=choice.kind,
            point=choice.point,
            starts_at=form.starts_at,
            person=person,
            item=choice.item,
            form_token=token,
        )
    except SlotTaken as refusal:
        give_back(counted)
        # The slower visitor gets the same page again with their input, fresh times, and the reason.
        agenda = Agenda.of(choice, request.GET.get("day", ""))
        again = BookingForm(request.POST, slots=agenda.slots)
        if again.is_valid():
            again.add_error("at", str(refusal))
        return _times(request, choice, agenda, again)
    return to_receipt(request, booking.case)


@dataclass(frozen=True)
class Agenda:
    """The days on which something is offered, with their free seats, and the slots of the day looked at."""

    free: dict[dt.date, int]
    day: dt.date | None
    slots: list[Slot]

    @classmethod
    def of(cls, choice: BookingChoice, wanted: str) -> "Agenda":
        """Return the agenda for CHOICE; its day is WANTED (ISO) if offered, else the first with a free seat."""
        assert choice.point  # noqa: S101  asked only where there is one
        offered = slots_by_day(choice.spec, choice.point, clock.now())
        free = {date: sum(slot.free for slot in found) for date, found in offered.items() if found}
        try:
            asked = parse_date(wanted)
        except ValueError:
            asked = None
        first = next((date for date, seats in free.items() if seats), None)
        day = asked if asked in free else first
        return cls(free, day, offered[day] if day else [])


def _times(request: HttpRequest, choice: BookingChoice, agenda: Agenda, form: BookingForm) -> HttpResponse:
    rows = [
        {
            "day": date,
            "free": seats,
            "here": date == agenda.day,
            "address": choice.address("book_time", day=date.isoformat()),
        }
        for date, seats in agenda.free.items()
    ]
    context = {
        "heading": _("Choose a time"),
        "kind": choice.spec,
        "point": choice.point,
        "item": choice.item,
        "days": rows,
        "form": form if agenda.day else None,
        "other_points": BookingChoice(choice.kind, None, choice.item).address("book"),
        "contact": _responsible_contact(choice),
    }
    return render(request, "appointments/time.html", context)


def _once_more(request: HttpRequest, choice: BookingChoice, form: BookingForm, guard: Guarded) -> HttpResponse:
    context = {
        "heading": _("Please check your appointment"),
        "form": guard,
        "token": form_token.new(request),
        "kept": {name: form.data[name] for name in form.fields},
        "person": form.cleaned_data,
        "starts_at": form.starts_at,
        "ends_at": form.starts_at + elapsed_time(choice.spec.length),
        "kind": choice.spec,
        "point": choice.point,
        "item": choice.item,
        "contact": _responsible_contact(choice),
    }
    return render(request, "appointments/check.html", context)


def _responsible_contact(choice: BookingChoice) -> Contact:
    return contact(point=choice.point, organisation=choice.point.organisation if choice.point else None)
