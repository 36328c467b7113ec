"""Now and today, for the domain: one place that tests can stop."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """Return the present moment, aware."""
    return timezone.now()  # noqa: TID251  the one place


def today() -> dt.date:
    """Return today's date in the time zone of the site."""
    return timezone.localdate(now())
