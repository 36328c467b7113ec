"""The number of a fixed line."""

from typing import Literal

from django import forms

from forms.fields.base import Labels
from forms.fields.mobile_or_fixed import PhoneField, TelephoneQuestion


class FixedPhone(TelephoneQuestion):
    type: Literal["fixed_phone"]

    def form_field(self, labels: Labels) -> forms.Field:
        return PhoneField(kinds={"fixed"}, **self.common())
