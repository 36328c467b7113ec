from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from catalog import definitions
        from portal.kit.definitions.kinds import register

        for kind in definitions.kinds():
            register(kind)
