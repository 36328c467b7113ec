from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases import access, checks  # noqa: F401  registers the system check
        from cases.definitions.appointment import AppointmentKindKind
        from cases.definitions.workflow import WorkflowKind
        from cases.models import Appointment, Case
        from cases.public.form_destination import CaseDestination
        from configuration import versions
        from configuration.kinds import register
        from forms import destinations
        from portal.users import grants

        register(WorkflowKind())
        register(AppointmentKindKind())
        versions.keeps("form", "cases", lambda code: Case.objects.filter(form_version__code=code).count())
        versions.keeps("workflow", "cases", lambda code: Case.objects.filter(workflow_version__code=code).count())
        versions.keeps("appointment", "appointments", lambda code: Appointment.objects.filter(kind=code).count())
        destinations.register("case", CaseDestination())
        grants.register(*access.GRANTS)
