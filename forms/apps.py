from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from configuration.kinds import register
        from forms.definitions import FormKind
        from forms.policies import GRANTS, POLICY
        from forms.published import PUBLISHED_FORMS
        from portal.kit import indexing
        from portal.users import grants

        register(FormKind())
        indexing.offer(PUBLISHED_FORMS)
        grants.register(*GRANTS)
        register_permission_policy(POLICY.model, POLICY)
