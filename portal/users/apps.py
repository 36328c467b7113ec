from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "portal.users"
    label = "users"

    def ready(self) -> None:
        from configuration.kinds import register
        from portal.users.definitions import RoleKind

        register(RoleKind())
