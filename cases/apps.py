import datetime as dt
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from cases.models import Case


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases import access, checks, extensions, plugins  # noqa: F401  registers the system check
        from cases.actions.effects import EFFECTS as OUR_EFFECTS
        from cases.actions.guards import GUARDS as OUR_GUARDS
        from cases.definitions.appointment import AppointmentKindKind
        from cases.definitions.workflow import WorkflowKind
        from cases.models import Appointment, Case
        from cases.workflow.registry import EFFECTS, GUARDS
        from configuration import versions
        from configuration.kinds import register
        from portal.users import grants

        register(WorkflowKind())
        register(AppointmentKindKind())
        versions.keeps("form", "cases", lambda code: Case.objects.filter(form_version__code=code).count())
        versions.keeps("workflow", "cases", lambda code: Case.objects.filter(workflow_version__code=code).count())
        versions.keeps("appointment", "appointments", lambda code: Appointment.objects.filter(kind=code).count())
        grants.register(*access.GRANTS)
        for guard in OUR_GUARDS:
            GUARDS.register(guard)
        for effect in OUR_EFFECTS:
            EFFECTS.register(effect)
        plugins.register()
        extensions.add_moment("appointment.starts_at", _starts_at)


def _starts_at(case: "Case") -> "dt.datetime | None":
    appointment = getattr(case, "appointment", None)
    return appointment.starts_at if appointment else None
