"""Now and today, for the domain: one place that tests can stop, in the time zone of the site."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.utils import timezone

_site: list[Callable[[], ZoneInfo]] = []


def of_site(source: Callable[[], ZoneInfo]) -> None:
    """Let SOURCE tell the time zone of the site: `configuration`, which stands above."""
    _site[:] = [source]


def zone() -> dt.tzinfo:
    """Return the time zone of the site; that of the settings before anybody tells one."""
    return _site[0]() if _site else timezone.get_default_timezone()


def now() -> dt.datetime:
    """Return the present moment, aware."""
    return timezone.now()  # noqa: TID251  the one place


def today() -> dt.date:
    """Return today's date in the time zone of the site."""
    return date_of(now())


def local(moment: dt.datetime) -> dt.datetime:
    """Return the aware MOMENT in the time zone of the site."""
    return moment.astimezone(zone())


def date_of(moment: dt.datetime) -> dt.date:
    """Return the date of the aware MOMENT in the time zone of the site."""
    return local(moment).date()
