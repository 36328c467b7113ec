"""Base of the questions for a day: stored shape and limits."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pydantic import AfterValidator

from configuration.kinds import Complaint, Folder
from forms.fields.base import Question
from portal.kit import clock

TODAY = "today"


def _limit(text: str) -> str:
    if text != TODAY and day_of(text) is None:
        raise ValueError("today, or a date such as 2026-10-08")
    return text


DayLimit = Annotated[str, AfterValidator(_limit)]
"""The day on which the form is filled in, or a fixed one."""


def day_of(text: Any) -> dt.date | None:
    """Return TEXT, e.g. ``2026-12-08``, as a day, or None."""
    try:
        return dt.date.fromisoformat(text) if isinstance(text, str) and len(text) == len("2026-12-08") else None
    except ValueError:
        return None


class Day(Question):
    """Stored as ``2026-12-08``; ``earliest`` and ``latest`` are included."""

    earliest: DayLimit | None = None
    latest: DayLimit | None = None

    compares = frozenset({"equals", "given", "before"})

    def within_limits(self, day: dt.date) -> None:
        """Raise ValidationError for a DAY outside of the limits."""
        earliest, latest = self._day(self.earliest), self._day(self.latest)
        if earliest and day < earliest:
            sentence = _("Please give a day that is not before %(day)s.")
            raise ValidationError(sentence % {"day": date_format(earliest)}, code="earliest")
        if latest and day > latest:
            sentence = _("Please give a day that is not after %(day)s.")
            raise ValidationError(sentence % {"day": date_format(latest)}, code="latest")

    def _day(self, limit: str | None) -> dt.date | None:
        return clock.today() if limit == TODAY else day_of(limit)

    def dump(self, value: dt.date | None) -> Any:
        return value.isoformat() if value else None

    def fits(self, stored: Any) -> bool:
        return day_of(stored) is not None

    def check(self, folder: Folder) -> Iterator[Complaint]:
        yield from super().check(folder)
        earliest, latest = day_of(self.earliest), day_of(self.latest)
        if earliest and latest and earliest > latest:
            yield Complaint(("earliest",), "D374", f"{earliest} is after {latest}", "swap the limits")
