"""One line of text."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from django import forms
from pydantic import Field

from forms.fields.base import Labels, Question
from forms.fields.typed import Typed

LONGEST = 200  # code points, where the definition sets no limit


class OneLine(Question):
    """Base of types whose answer is one line, kept as typed. ``min`` and ``max`` count code points."""

    min: Annotated[int, Field(ge=1, le=400)] | None = None
    max: Annotated[int, Field(ge=1, le=4000)] | None = None

    stored_as = (str,)
    attributes: ClassVar[Mapping[str, str]] = {}
    """Of the input: what a browser may fill in by itself, and the keyboard that a phone shows (WCAG 1.3.5)."""

    def form_field(self, labels: Labels) -> forms.Field:
        widget = forms.TextInput(attrs=dict(self.attributes))
        longest = self.max or LONGEST
        return Typed(min_length=self.min, max_length=longest, as_typed=True, widget=widget, **self.common())


class Text(OneLine):
    type: Literal["text"]
