"""A day."""

import datetime as dt
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.fields.base import Labels, Question

WRITTEN = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]


class Date(Question):
    """Stored as ``2026-12-08``."""

    type: Literal["date"]

    compares = frozenset({"equals", "given", "before"})

    def form_field(self, labels: Labels) -> forms.Field:
        common = self.common()
        common["error_messages"]["invalid"] = _("Please write the date as 2026-12-08.")
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, input_formats=WRITTEN, **common)

    def dump(self, value: dt.date | None) -> Any:
        return value.isoformat() if value else None
