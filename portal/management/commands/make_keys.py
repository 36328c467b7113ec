"""`./manage.py make_keys`: the one way to a key ring, beside the very first start of an embedded site."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.kit import canary, keyring

NEXT = """\
Made the key ring {path}; its owner alone may read it.
What to do next:
  1. Copy it to a place where no copy of the database is: who has both reads every file.
  2. Without it nobody can read what was sealed. Try the copy: ./manage.py check --database default
  3. Start the site; it never makes another ring. docs/operators.md says more under Keys."""


class Command(BaseCommand):
    help = "Make the key ring that seals personal data, at PORTAL_KEY_RING. An existing one is never overwritten."
    # The check of the ring would refuse what this command mends.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.KEY_RING).absolute()
        if keyring.exists(str(path)):
            raise CommandError(f"There is a key ring at {path} already; it is not overwritten.")
        if _is_sealed():
            raise CommandError(
                f"The database was written with another key ring: restore that one to {path}. A new ring opens nothing."
            )
        try:
            keyring.make(str(path))
        except OSError as error:
            raise CommandError(f"The key ring {path} cannot be written ({error.strerror}).") from error
        self.stdout.write(NEXT.format(path=path))


def _is_sealed() -> bool:
    try:
        return canary.is_sealed()
    except DatabaseError:
        # The ring of a new site may be made before its database.
        return False
