from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from wagtail.models import AbstractPage
        from wagtail.permissions import register_permission_policy

        from configuration.kinds import register
        from content import expiry, locales, publications
        from content.definitions import PageKind
        from content.page_policy import PagePolicy
        from content.permissions import GRANTS
        from portal.kit import periodic
        from portal.users import grants

        locales.install()
        publications.follow()
        register(PageKind())
        periodic.register(expiry.JOB, expiry.take_out_of_search)
        grants.register(*GRANTS)
        register_permission_policy(AbstractPage, PagePolicy())
