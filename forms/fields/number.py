"""A whole number from 0 to 999,999,999."""

from typing import Literal

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.fields.base import Labels, Question


class Number(Question):
    type: Literal["number"]

    compares = frozenset({"equals", "given", "more_than", "at_least"})

    def form_field(self, labels: Labels) -> forms.Field:
        common = self.common()
        common["error_messages"]["invalid"] = _("Please enter a whole number.")
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        return forms.IntegerField(min_value=0, max_value=999_999_999, widget=widget, **common)
