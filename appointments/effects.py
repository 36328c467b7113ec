"""``free_seat``: the booked time is given back, so that others can have it (Art. 15(7))."""

import datetime as dt

from appointments.models import Booking
from cases.models import Case
from cases.workflow.actor import Actor
from cases.workflow.registry import Effect
from configuration.schema import Part


class FreeSeat(Effect):
    name = "free_seat"

    def apply(self, case: Case, parameters: Part, *, by: Actor, at: dt.datetime) -> None:
        Booking.objects.filter(case=case, cancelled_at=None).update(cancelled_at=at)
        Case.objects.filter(pk=case.pk).update(visit_at=None)
