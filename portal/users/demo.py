"""Passwords for the accounts of demo definitions: generated, kept in one file of the state folder, never printed."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from portal.users.models import User

OPERATOR = "operator"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def accounts_file() -> Path:
    """Return where the generated passwords are kept."""
    return Path(settings.STATE) / "demo-accounts.txt"


@transaction.atomic
def give_passwords() -> int:
    """Give every account without a password one, and add them to the file; return how many were new.

    An operator who may do everything is made on the first call.
    """
    User.objects.get_or_create(username=OPERATOR, defaults={"is_superuser": True, "display_name": "Operator (demo)"})
    # An empty password counts as usable to Django, yet nobody can sign in with it.
    fresh = [user for user in User.objects.order_by("pk") if not user.password or not user.has_usable_password()]
    lines = []
    for user in fresh:
        password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
        user.set_password(password)
        user.save(update_fields=["password"])
        lines.append(f"{user.username}\t{password}\n")
    if lines:
        descriptor = os.open(accounts_file(), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a") as handle:
            handle.writelines(lines)
    return len(fresh)


def accounts() -> list[tuple[str, str]]:
    """Return the demo accounts as (user name, what they are), the operator first."""
    users = User.objects.prefetch_related("groups__role").order_by("-is_superuser", "username")
    return [(user.username, _what(user)) for user in users if user.is_active]


def _what(user: User) -> str:
    roles = ", ".join(str(group.role) for group in user.groups.all() if hasattr(group, "role"))
    return roles or str(user)
