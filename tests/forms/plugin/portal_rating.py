"""A type of field from another package: one to five stars, a class in a file of its own."""

from typing import Any, Literal

from django import forms

from forms.fields.base import Labels, PaperBlank, Question
from forms.widgets import Radios


class Rating(Question):
    """Stored as a number; ``stars`` is the best."""

    type: Literal["rating"]
    stars: int = 5

    compares = frozenset({"equals", "given", "at_least"})

    def form_field(self, labels: Labels) -> forms.Field:
        choices = [(number, "★" * number) for number in range(1, self.stars + 1)]
        common = self.common(choose=True)
        return forms.TypedChoiceField(choices=choices, coerce=int, widget=Radios(), **common)

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return "★" * frozen

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(options=tuple("★" * number for number in range(1, self.stars + 1)))
