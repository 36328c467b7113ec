from django.apps import AppConfig
from django.utils.translation import gettext_noop


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases import access, checks, plugins  # noqa: F401  registers the system check
        from cases.actions import columns, journal
        from cases.actions.guards import GUARDS as OUR_GUARDS
        from cases.definitions.notice import NoticeKind
        from cases.definitions.workflow import WorkflowKind
        from cases.models import Case, Message
        from cases.notices import planning, tasks
        from cases.public.form_destination import CaseDestination
        from cases.workflow.registry import GUARDS
        from catalog.models.organisation import on_move
        from configuration import versions
        from configuration.kinds import register
        from forms import destinations
        from forms.models.upload import KEPT_BY
        from portal.kit import periodic
        from portal.users import grants

        register(WorkflowKind())
        register(NoticeKind())
        versions.keeps("form", gettext_noop("cases"), lambda code: Case.objects.filter(form_version__code=code).count())
        versions.keeps("workflow", "cases", lambda code: Case.objects.filter(workflow_version__code=code).count())
        versions.keeps("notice", "messages", lambda code: Message.objects.filter(notice__code=code).count())
        journal.on_entry(planning.tell)
        periodic.register("send messages that were left", tasks.send_what_was_left)
        periodic.register("send staff their numbers of the day", tasks.begin_daily_mails)
        KEPT_BY.append("attachment")
        destinations.register("case", CaseDestination())
        on_move(columns.organisation_moved)
        grants.register(*access.GRANTS)
        for guard in OUR_GUARDS:
            GUARDS.register(guard)
        plugins.register()
