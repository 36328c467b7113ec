from typing import Any

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "portal.kit"
    label = "kit"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        from portal.kit import validators

        # Before any models: blocks of StreamFields make their form fields when their classes are read.
        validators.ask_every_form()

    def ready(self) -> None:
        from django.core import checks
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate, pre_migrate

        from portal.kit import canary, languages, patience, periodic, speaking
        from portal.kit.models import PublishedVersion

        languages.of_thread(speaking.activated)
        checks.register(canary.check_ring)
        pre_migrate.connect(canary.before_migrating, sender=self)
        post_migrate.connect(canary.after_migrating, sender=self)
        periodic.register("fold the published version", PublishedVersion.fold)
        connection_created.connect(patience.limit, dispatch_uid="how long a request waits")
