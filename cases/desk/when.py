"""Remaining time in words, as the first thing that a clerk reads. Pure but for the words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.kit.workdays import WorkCalendar

LATE, SOON, FINE, WAIT = "late", "soon", "fine", "wait"


@dataclass(frozen=True)
class When:
    """``words`` in a ``tone`` (late, soon, fine, wait); ``on`` is the day that they mean, if it helps to say it."""

    words: str
    tone: str
    on: dt.date | None = None
    provisional: bool = False


def due(calendar: WorkCalendar, day: dt.date, today: dt.date, *, provisional: bool) -> When:
    """Return how a due DAY stands TODAY, counted in working days; the day itself still belongs to the period."""
    if day < today:
        over = calendar.between(day, today)
        words = ngettext("%(n)d working day late", "%(n)d working days late", over) % {"n": over}
        return When(words if over else _("Past its day"), LATE, day, provisional)
    if day == today:
        return When(_("Today, before closing"), SOON, None, provisional)
    left = calendar.between(today, day)
    words = ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}
    return When(words, FINE, day, provisional)


def paused(since: dt.date, today: dt.date, *, for_applicant: bool) -> When:
    """Return how a clock stands that is paused SINCE a day; days of waiting are natural days, the first is day 1."""
    day = {"n": (today - since).days + 1}
    words = _("Waiting for the applicant, day %(n)d") if for_applicant else _("Paused, day %(n)d")
    return When(words % day, WAIT)


def appointed(starts: dt.datetime, today: dt.date) -> When:
    """Return when somebody comes or was to come; STARTS is in the time zone of the site."""
    time = {"time": f"{starts:%H:%M}"}
    if starts.date() == today:
        return When(_("Today %(time)s") % time, SOON)
    if starts.date() == today + dt.timedelta(days=1):
        return When(_("Tomorrow %(time)s") % time, FINE)
    if starts.date() < today:
        return When(_("Was to come at %(time)s") % time, LATE, starts.date())
    return When(_("Comes at %(time)s") % time, FINE, starts.date())
