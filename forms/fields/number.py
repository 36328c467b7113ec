"""A number, whole unless ``places`` allows digits after the point."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from django import forms
from pydantic import Field

from configuration.kinds import Complaint, Folder
from forms.fields.base import Labels, Question
from forms.fields.numeric import NumericField, numeric

LARGEST = 999_999_999


class Number(Question):
    """Stored as a whole number, or, where digits after the point are allowed, as the text of a number: ``12.50``."""

    type: Literal["number"]
    places: Annotated[int, Field(ge=0, le=6)] = 0
    smallest: Annotated[int, Field(ge=-LARGEST, le=LARGEST)] = 0
    largest: Annotated[int, Field(ge=-LARGEST, le=LARGEST)] = LARGEST

    compares = frozenset({"equals", "given", "more_than", "at_least"})
    equals = float

    def form_field(self, labels: Labels) -> forms.Field:
        limits = {"smallest": Decimal(self.smallest), "largest": Decimal(self.largest)}
        return NumericField(places=self.places, **limits, **self.common())

    def dump(self, value: Decimal | None) -> Any:
        if value is None:
            return None
        return f"{value:f}" if self.places else int(value)

    def fits(self, stored: Any) -> bool:
        number = numeric(stored)
        return number is not None and (self.places > 0 or number == number.to_integral_value())

    def comparable(self, stored: Any) -> Any:
        number = numeric(stored)
        return stored if number is None or isinstance(stored, int) else float(number)

    def check(self, folder: Folder) -> Iterator[Complaint]:
        yield from super().check(folder)
        if self.smallest > self.largest:
            yield Complaint(("smallest",), "D374", f"{self.smallest} is larger than {self.largest}", "swap the limits")
