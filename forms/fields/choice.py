"""One of several options."""

from typing import Literal

from django import forms

from forms.fields.base import Labels, OptionsQuestion
from forms.widgets import Radios


class Choice(OptionsQuestion):
    type: Literal["choice"]

    def form_field(self, labels: Labels) -> forms.Field:
        widget = Radios(explain=self.explained())
        return forms.ChoiceField(choices=self.choices(), widget=widget, **self.common(choose=True))
