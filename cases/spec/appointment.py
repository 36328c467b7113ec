"""A kind of appointment as a city writes it."""

from typing import Annotated, Literal

from pydantic import Field as Key

from portal.kit.definitions.fields import Code, Definition, Ref, Said, Span
from portal.kit.definitions.fields import Duration

Service = Literal["work_hours", "lunch", "weekend"]


class AppointmentSpec(Definition):
    """``opens`` is how far ahead times are offered, ``closes`` how long before its start a time is no longer offered."""

    appointment: Code
    title: Said
    workflow: Annotated[Code, Ref("workflow")]
    at: list[Code] = Key(min_length=1, description="levels of service points")
    length: Span
    opens: Span = Duration(14, "days")
    closes: Span = Duration(2, "hours")
    cancel_until: Span = Duration(1, "hours")
    services: list[Service] = ["work_hours"]
    seats: int = Key(default=1, ge=1, le=50, description="people served at the same time at a point")
    capacity: dict[Code, int] = Key(default={}, description="seats of a point where they differ")

    def seats_at(self, point: str) -> int:
        """Return how many people POINT (a code) serves at the same time."""
        return self.capacity.get(point, self.seats)
