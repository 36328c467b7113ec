from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases import checks, permissions  # noqa: F401  registers the system check
        from cases.definitions.appointment import AppointmentKindKind
        from cases.definitions.form import FormKind
        from cases.definitions.workflow import WorkflowKind
        from configuration.kinds import register
        from portal.users import grants

        for kind in (WorkflowKind(), FormKind(), AppointmentKindKind()):
            register(kind)
        grants.register(*permissions.GRANTS)
