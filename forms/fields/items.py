"""One or several service items of the catalogue, stored by code."""

from collections.abc import Iterator
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.fields.base import ITEM, CurrentCode, Labels, PaperBlank, Question
from forms.widgets import Ticks

MOST = 10


class ItemsField(forms.MultipleChoiceField):
    """At most ten services."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST:
            raise ValidationError(_("Please choose at most %(max)d services."), code="max", params={"max": MOST})


class Items(Question):
    """The case is opened for the chosen items. LABELS are the names of the items by code."""

    type: Literal["items"]

    compares = frozenset({"equals", "given", "more_than", "at_least"})
    refers_to = ITEM
    in_groups = False

    def form_field(self, labels: Labels) -> forms.Field:
        return ItemsField(choices=self.choices_among(labels), widget=Ticks(), **self.common(choose=True))

    @property
    def finds(self) -> bool:
        return True

    def fits(self, stored: Any) -> bool:
        return isinstance(stored, list) and all(isinstance(code, str) for code in stored)

    def with_current_codes(self, stored: Any, current: CurrentCode) -> Any:
        return [current(ITEM, code) for code in stored] if self.fits(stored) else stored

    @classmethod
    def frozen_codes(cls, frozen: Any) -> Iterator[tuple[str, str]]:
        yield from ((ITEM, code) for code in frozen or [])

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return "\n".join(cls.label_of(code, labels) for code in frozen or [])

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(lines=3)
