"""A day, from the calendar of the browser or typed."""

from typing import Literal

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.fields.base import Labels
from forms.fields.day import Day

WRITTEN = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]


class Date(Day):
    type: Literal["date"]

    def form_field(self, labels: Labels) -> forms.Field:
        common = self.common()
        common["error_messages"]["invalid"] = _("Please write the date as 2026-12-08.")
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, input_formats=WRITTEN, validators=[self.within_limits], **common)
