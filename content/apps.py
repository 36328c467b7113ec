from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content import publications
        from content.definitions import PageKind
        from content.permissions import GRANTS
        from portal.kit.definitions.kinds import register
        from portal.users import grants

        publications.follow()
        register(PageKind())
        grants.register(*GRANTS)
