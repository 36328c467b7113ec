"""How people find items, points, numbers and pages. Imports content and catalog; never cases."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from portal.kit import periodic
        from portal.kit.definitions.kinds import register
        from search import definitions
        from search.engines import outside

        for kind in definitions.kinds():
            register(kind)
        periodic.register("tell the search server", outside.catch_up)
