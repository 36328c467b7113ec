from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    name = "configuration"

    def ready(self) -> None:
        from configuration import codes, site
        from configuration.kinds import register
        from portal.kit import clock, documents, languages, phones

        register(site.SiteKind())
        register(site.LevelKind())
        codes.ask_whether_in_use("level", site.has_level)
        languages.of_site(site.languages)
        phones.of_site(site.telephones)
        clock.of_site(site.time_zone)
        documents.of_site(site.documents)
