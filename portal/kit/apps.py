from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "portal.kit"
    label = "kit"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from portal.kit import patience
        from portal.kit.definitions.kinds import register
        from portal.kit.site import SiteKind

        register(SiteKind())
        connection_created.connect(patience.limit, dispatch_uid="how long a request waits")
