from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"

    def ready(self) -> None:
        from configuration.kinds import register
        from forms.definitions import FormKind
        from forms.published import PUBLISHED_FORMS
        from portal.kit import indexing

        register(FormKind())
        indexing.offer(PUBLISHED_FORMS)
