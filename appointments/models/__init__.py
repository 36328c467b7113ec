"""The public names of appointments; import from here."""

from appointments.models.booking import Booking
from appointments.models.kind import AppointmentKind, AppointmentKindVersion

__all__ = ["AppointmentKind", "AppointmentKindVersion", "Booking"]
