"""The number of an identity document; what looks like a resident identity number is checked as one (GB 11643)."""

from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from configuration.schema import Code
from forms import masks
from forms.fields.base import Labels, Question
from forms.fields.typed import NUMBER_ATTRIBUTES, Typed
from portal.kit import clock, identity

WRONG = {
    "old": _("This is an old number of 15 digits. Please enter the one of 18 characters on your present card."),
    "shape": _("An identity number has 18 characters: digits, the last one may be X."),
    "birth": _("The date of birth in this number does not exist. Please compare it with your card."),
    "check": _("One character is wrong or two are swapped. Please compare it with your card."),
}


class IdentityField(Typed):
    """A number in capitals without blanks; with ``only_card``, it must be a resident identity number."""

    def __init__(self, *, only_card: bool, **options: Any) -> None:
        self.only_card = only_card
        super().__init__(max_length=40, widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES), **options)

    def to_python(self, value: Any) -> str:
        number = identity.plain(super().to_python(value))
        looks_like_one = len(number) in {15, 18} and number[:-1].isdecimal()
        if number and (self.only_card or looks_like_one):
            try:
                return identity.identity_number(number, clock.today())
            except ValueError as error:
                raise ValidationError(WRONG[str(error)], code=str(error)) from None
        if number and not (number.isalnum() and 5 <= len(number) <= 20):  # noqa: PLR2004  passports, permits
            raise ValidationError(_("Please enter the number as it stands on the document."), code="shape")
        return number


class IdentityDocument(Question):
    """``kinds`` lists the documents that are accepted; all where it is empty."""

    type: Literal["identity_document"]
    kinds: list[Code] = []

    def form_field(self, labels: Labels) -> forms.Field:
        return IdentityField(only_card=self.kinds == ["id_card"], **self.common())

    def mask(self, stored: Any) -> str:
        return masks.identity(str(stored))
