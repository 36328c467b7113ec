"""A service point that the applicant chooses."""

from collections.abc import Iterator
from typing import Any, Literal

from django import forms

from forms.fields.base import CurrentCode, Labels, Question
from forms.widgets import Radios


class Point(Question):
    """Stored by code. LABELS are the names of the points to choose from."""

    type: Literal["point"]

    refers_to = "point"
    in_groups = False
    stored_as = (str,)

    def form_field(self, labels: Labels) -> forms.Field:
        return forms.ChoiceField(choices=self.choices_among(labels), widget=Radios(), **self.common(choose=True))

    @property
    def finds(self) -> bool:
        return True

    def with_current_codes(self, stored: Any, current: CurrentCode) -> Any:
        return current(self.refers_to, stored) if stored and self.fits(stored) else stored

    @classmethod
    def frozen_codes(cls, frozen: Any) -> Iterator[tuple[str, str]]:
        if frozen:
            yield cls.refers_to, frozen

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return cls.label_of(frozen, labels) if frozen else ""
