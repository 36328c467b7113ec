from django.db import models

from appointments.spec import AppointmentKindSpec
from configuration.versions import FrozenVersion, Versioned


class AppointmentKindVersion(FrozenVersion):
    """One frozen state of a kind of appointment; a booking keeps the one with which it was made."""

    kind = "appointment"

    def read(self) -> AppointmentKindSpec:
        """Return the kind of appointment."""
        return self._read(AppointmentKindSpec)


class AppointmentKind(Versioned):
    """A kind of appointment under its code, with its current version."""

    current = models.ForeignKey(AppointmentKindVersion, models.PROTECT, related_name="+")
