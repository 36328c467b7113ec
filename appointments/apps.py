from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "appointments"

    def ready(self) -> None:
        from appointments.case_pages import BookingOnCasePages, starts_at
        from appointments.definitions import AppointmentKindKind, kinds_at
        from appointments.effects import FreeSeat
        from appointments.models import Booking
        from cases import extensions
        from cases.workflow.registry import EFFECTS
        from configuration import versions
        from configuration.kinds import register

        register(AppointmentKindKind())
        versions.keeps("appointment", "appointments", lambda code: Booking.objects.filter(kind=code).count())
        versions.keeps("level", "appointment kinds", kinds_at)
        EFFECTS.register(FreeSeat())
        extensions.register(BookingOnCasePages(), moments={"appointment.starts_at": starts_at})
