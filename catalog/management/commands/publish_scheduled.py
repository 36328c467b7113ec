"""``./manage.py publish_scheduled``: in the place of Wagtail's command, which one refused row would stop for ever."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.scheduled_publishing import publish_due


class Command(BaseCommand):
    help = "Publish what is scheduled up to now and take down what has expired; `serve` does it each minute."

    def handle(self, *args: Any, **options: Any) -> None:
        done = publish_due()
        for verb, names in (("published", done.published), ("taken down", done.expired), ("refused", done.refused)):
            for name in names:
                self.stdout.write(f"{verb}: {name}")
        if done.refused:
            raise SystemExit(1)
