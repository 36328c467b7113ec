"""The unified social credit code of an organisation (GB 32100)."""

from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.fields.base import Labels, Question
from forms.fields.typed import NUMBER_ATTRIBUTES, Typed
from portal.kit import identity

WRONG = {
    "shape": _("A credit code has 18 characters, without the letters I, O, S, V and Z."),
    "check": _("One character is wrong or two are swapped. Please compare it with the licence."),
}


class CreditCodeField(Typed):
    """A credit code in capitals without blanks."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return identity.credit_code(text) if text else ""
        except ValueError as error:
            raise ValidationError(WRONG[str(error)], code=str(error)) from None


class Uscc(Question):
    type: Literal["uscc"]

    stored_as = (str,)

    def form_field(self, labels: Labels) -> forms.Field:
        return CreditCodeField(max_length=40, widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES), **self.common())
