"""Any number of several options."""

from typing import Any, Literal

from django import forms

from forms.fields.base import Labels, OptionsQuestion
from forms.widgets import Ticks


class Choices(OptionsQuestion):
    type: Literal["choices"]

    compares = frozenset({"equals", "given", "more_than", "at_least"})

    def fits(self, stored: Any) -> bool:
        return isinstance(stored, list) and super().fits(stored)

    def form_field(self, labels: Labels) -> forms.Field:
        widget = Ticks(explain=self.explained())
        return forms.MultipleChoiceField(choices=self.choices(), widget=widget, **self.common(choose=True))
