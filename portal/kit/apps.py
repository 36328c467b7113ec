from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "portal.kit"
    label = "kit"

    def ready(self) -> None:
        from portal.kit import periodic
        from portal.kit.definitions.kinds import register
        from portal.kit.models import PublishedVersion
        from portal.kit.site import SiteKind

        register(SiteKind())
        periodic.register("fold the published version", PublishedVersion.fold)
