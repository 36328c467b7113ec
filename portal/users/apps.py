from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "portal.users"
    label = "users"

    def ready(self) -> None:
        from wagtail.users.models import UserProfile

        from configuration.kinds import register
        from portal.users.account_settings import time_zone_of
        from portal.users.definitions import RoleKind

        register(RoleKind())
        # Wagtail answers with the settings, which do not know the site.
        UserProfile.get_current_time_zone = time_zone_of
