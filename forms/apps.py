from django.apps import AppConfig
from django.utils.translation import gettext_noop


class FormsConfig(AppConfig):
    name = "forms"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from configuration import versions
        from configuration.kinds import register
        from forms.definitions import FormKind
        from forms.filling import expiry
        from forms.models import Draft
        from forms.policies import GRANTS, POLICY
        from forms.published import PUBLISHED_FORMS
        from forms.uploads import cleaning
        from portal.kit import indexing, periodic
        from portal.users import grants

        register(FormKind())
        open_drafts = Draft.objects.filter(sent_at=None)
        versions.keeps("form", gettext_noop("drafts"), lambda code: open_drafts.filter(form_version__code=code).count())
        periodic.register("delete begun forms that nobody went on with", expiry.delete_old_drafts)
        indexing.offer(PUBLISHED_FORMS)
        periodic.register("delete uploads that were given up", cleaning.clean)
        grants.register(*GRANTS)
        register_permission_policy(POLICY.model, POLICY)
