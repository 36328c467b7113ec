"""Appointment kinds: ``appointments/<code>.yaml``."""

from collections.abc import Iterator

from appointments.models import AppointmentKind, AppointmentKindVersion, Booking
from appointments.spec import AppointmentKindSpec
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.site import SiteSpec
from configuration.versions import VersionedKind

LONGEST = 8 * 60  # minutes
MINUTES = {"minutes": 1, "hours": 60}


def kinds_at(level: str) -> int:
    """Return how many kinds of appointments are offered at points of LEVEL (a code)."""
    return sum(level in kind.at for kind in AppointmentKindKind().stored())


class AppointmentKindKind(VersionedKind[AppointmentKindSpec]):
    name = "appointment"
    folder = "appointments"
    order = 70
    schema = AppointmentKindSpec
    named = AppointmentKind
    versions = AppointmentKindVersion
    heading = "Appointments that citizens book"
    says = (
        CodeReference("appointment", AppointmentKind, "code"),
        CodeReference("appointment", AppointmentKindVersion, "code"),
        CodeReference("appointment", Booking, "kind"),
    )

    def check(self, spec: AppointmentKindSpec, folder: Folder) -> Iterator[Complaint]:
        if not 0 < spec.length.amount * MINUTES.get(spec.length.unit, 0) <= LONGEST:
            yield Complaint(
                ("length",), "D351", f"'{spec.length}' is no length of a slot", "e.g. 30 minutes, at most 8 hours"
            )
        ahead = spec.bookable_ahead
        if ahead.unit != "days" or not 0 < ahead.amount <= 90:  # noqa: PLR2004  one quarter ahead
            yield Complaint(("opens",), "D352", f"'{ahead}' is not how far ahead", "1 to 90 days")
        levels = {
            level.level for site in folder.all("site").values() if isinstance(site, SiteSpec) for level in site.levels
        }
        for number, level in enumerate(spec.at):
            if levels and level not in levels:
                yield Complaint(
                    ("at", number), "D301", f"unknown level '{level}'", f"one of: {', '.join(sorted(levels))}"
                )
