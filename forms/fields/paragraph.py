"""Text of several lines, in the applicant's own words."""

from typing import Annotated, Literal

from django import forms
from pydantic import Field

from forms.fields.base import Labels, PaperBlank, Question
from forms.fields.typed import Typed

LONGEST = 1000  # code points, where the definition sets no limit


class Paragraph(Question):
    """``min`` and ``max`` count code points."""

    type: Literal["paragraph"]
    min: Annotated[int, Field(ge=1, le=400)] | None = None
    max: Annotated[int, Field(ge=1, le=4000)] | None = None

    own_words = True
    stored_as = (str,)

    def form_field(self, labels: Labels) -> forms.Field:
        return Typed(min_length=self.min, max_length=self.max or LONGEST, lines=True, **self.common())

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(lines=6)
