"""The number of a mobile telephone."""

from typing import Literal

from django import forms

from forms.fields.base import Labels
from forms.fields.mobile_or_fixed import PhoneField, TelephoneQuestion


class Mobile(TelephoneQuestion):
    type: Literal["mobile"]

    def form_field(self, labels: Labels) -> forms.Field:
        return PhoneField(kinds={"mobile"}, **self.common())
