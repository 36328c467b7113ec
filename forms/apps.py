from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"

    def ready(self) -> None:
        from configuration.kinds import register
        from forms.definitions import FormKind

        register(FormKind())
