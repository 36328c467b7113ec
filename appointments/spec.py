"""Appointment kinds as definitions write them (`appointments/<code>.yaml`)."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field as Option

from configuration.schema import Code, Definition, Duration, Ref, Said, Span
from portal.kit.words import Words

Seats = Annotated[int, Option(ge=1, le=200)]
MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}


def elapsed_time(duration: Duration) -> dt.timedelta:
    """Return DURATION (minutes, hours or days) as elapsed time."""
    return dt.timedelta(minutes=duration.amount * MINUTES[duration.unit])


class AppointmentKindSpec(Definition):
    """A kind of appointment: at points of the levels ``at``, in slots of ``length`` inside opening hours.

    A slot can be booked from ``bookable_ahead`` before its day (key ``opens``) until ``closed_before`` its start (key
    ``closes``). ``capacity`` is by point, ``seats`` for the others.
    """

    appointment: Code
    title: Said
    intro: Said = Words()
    workflow: Annotated[Code, Ref("workflow")]
    at: list[Annotated[Code, Ref("level", must_exist=False)]]
    length: Span = Duration(30, "minutes")
    bookable_ahead: Span = Option(default=Duration(14, "days"), alias="opens")
    closed_before: Span = Option(default=Duration(2, "hours"), alias="closes")
    cancel_until: Span = Duration(1, "hours")
    services: list[Literal["work_hours", "lunch", "weekend"]] = ["work_hours"]
    seats: Seats = 1
    capacity: dict[Annotated[Code, Ref("point")], Seats] = {}
    bring: list[Said] = []

    def capacity_of(self, point: str) -> int:
        """Return the seats of one slot at POINT (a code)."""
        return self.capacity.get(point, self.seats)

    def last_cancellation(self, starts_at: dt.datetime) -> dt.datetime:
        """Return until when a booking that begins at STARTS_AT can be cancelled online."""
        return starts_at - elapsed_time(self.cancel_until)
