from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content.definitions import PageKind
        from portal.kit.definitions.kinds import register

        register(PageKind())
