"""Details of a booking on the pages of its case: at the desk, on the tracking page, on the receipt."""

import datetime as dt

from django.utils.translation import gettext as _

from appointments.booking import cancelling_moves
from appointments.models import Booking
from cases.extensions import CaseExtension, NowYou, PagePart, ReceiptPart, TrackingPart
from cases.models import Case
from portal.kit import clock
from portal.templatetags.portal import day, time_of_day


def booking_of(case: Case) -> Booking | None:
    """Return the booking of CASE, if it began with one."""
    return getattr(case, "booking", None)


def starts_at(case: Case) -> dt.datetime | None:
    """Return when the appointment of CASE begins or would have begun."""
    booking = booking_of(case)
    return booking.starts_at if booking else None


class BookingOnCasePages(CaseExtension):
    related = ("booking__point", "booking__kind_version")

    def panel(self, case: Case) -> PagePart | None:
        booking = booking_of(case)
        return PagePart("appointments/panel.html", booking) if booking else None

    def tracking(self, case: Case) -> TrackingPart | None:
        booking = booking_of(case)
        if booking is None:
            return None
        return TrackingPart("appointments/tracking.html", booking, cancelling_moves(case), now=_now(booking))

    def receipt(self, case: Case) -> ReceiptPart | None:
        booking = booking_of(case)
        if booking is None:
            return None
        bring = [_("Please bring: %(what)s") % {"what": what} for what in booking.kind_version.read().bring]
        return ReceiptPart(
            "appointments/receipt.html",
            booking,
            heading=_("Your time is booked"),
            number=_("The number of your appointment"),
            next=[*bring, _("Come to the desk at your time and say your number. You do not queue.")],
        )


def _now(booking: Booking) -> NowYou | None:
    """Return that the applicant is to come, until the time is over."""
    if booking.cancelled_at or booking.ends_at < clock.now():
        return None
    when = f"{day(booking.starts_at)} {time_of_day(booking.starts_at)}"
    return NowYou(title=_("Come at your time"), text=f"{booking.point.name}, {booking.point.address}", when=when)
