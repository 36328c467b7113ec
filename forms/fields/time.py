"""A time of day."""

import datetime as dt
import re
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from configuration.schema import Clock
from forms.fields.base import Labels, Question
from forms.fields.typed import Typed

STORED = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class TimeField(Typed):
    """A time as ``9:30`` or as clocks and people in China write it; cleaned to ``09:30``."""

    def __init__(self, *, earliest: dt.time | None, latest: dt.time | None, **options: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}), **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).replace(" ", "")
        if not text:
            return ""
        found = re.fullmatch(r"(\d{1,2})(?:[:.时点](\d{2})?分?)(?::\d\d)?", text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        try:
            time = dt.time(hour, minute)
        except ValueError:
            raise ValidationError(_("Please write the time as 09:30."), code="invalid") from None
        if (self.earliest and time < self.earliest) or (self.latest and time > self.latest):
            raise ValidationError(self._limits(), code="limits")
        return f"{time:%H:%M}"

    def _limits(self) -> str:
        first, last = (f"{one:%H:%M}" if one else "" for one in (self.earliest, self.latest))
        if first and last:
            return _("Please give a time from %(first)s to %(last)s.") % {"first": first, "last": last}
        if first:
            return _("Please give a time from %(first)s on.") % {"first": first}
        return _("Please give a time until %(last)s.") % {"last": last}


class Time(Question):
    """Stored as ``09:30``; ``not_before`` and ``not_after`` are included."""

    type: Literal["time"]
    not_before: Clock | None = None
    not_after: Clock | None = None

    def form_field(self, labels: Labels) -> forms.Field:
        return TimeField(earliest=self.not_before, latest=self.not_after, **self.common())

    def fits(self, stored: Any) -> bool:
        return isinstance(stored, str) and STORED.fullmatch(stored) is not None
