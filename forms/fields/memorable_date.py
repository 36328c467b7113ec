"""A day that people know by heart, such as a birthday: year, month and day typed, no calendar to leaf through."""

import datetime as dt
import re
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms.fields.base import Labels
from forms.fields.day import Day
from forms.fields.typed import plain
from forms.widgets import DateParts

FIRST_YEAR = 1000
PARTS = 3


class MemorableDateField(forms.Field):
    """Three parts, or a text with three numbers, cleaned to a day; one error for all of it."""

    parts = True

    def to_python(self, value: Any) -> dt.date | None:
        typed = re.findall(r"[^\s\-/.年月日]+", plain(value)) if isinstance(value, str) else [*(value or [])]
        parts = [plain(str(part or "")) for part in typed]
        if not any(parts):
            return None
        if len(parts) != PARTS or not all(parts):
            raise ValidationError(_("Please give the year, the month and the day."), code="incomplete")
        if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
            raise ValidationError(_("Please write the date in digits, e.g. 1958, 3 and 9."), code="invalid")
        year, month, day = map(int, parts)
        if year < FIRST_YEAR:
            raise ValidationError(_("Please write the year with four digits, e.g. 1958."), code="year")
        try:
            return dt.date(year, month, day)
        except ValueError:
            raise ValidationError(_("There is no such day. Please compare month and day."), code="no_day") from None


class MemorableDate(Day):
    """``birthday``: it is that of whoever fills in, so the browser may offer it."""

    type: Literal["memorable_date"]
    birthday: bool = False

    def form_field(self, labels: Labels) -> forms.Field:
        widget = DateParts(birthday=self.birthday)
        return MemorableDateField(widget=widget, validators=[self.within_limits], **self.common())

    def load(self, stored: Any) -> Any:
        return [str(int(part)) for part in stored.split("-")] if self.fits(stored) else stored
