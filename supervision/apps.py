from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"

    def ready(self) -> None:
        from portal.users import grants
        from supervision.late import GRANT

        grants.register(GRANT)
