import datetime as dt

from django.utils import timezone


def local(text: str) -> dt.datetime:
    """Return TEXT, e.g. ``2026-11-26 09:30``, as a moment in the time of the city."""
    return timezone.make_aware(dt.datetime.fromisoformat(text))
