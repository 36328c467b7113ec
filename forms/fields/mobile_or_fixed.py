"""A telephone on which a person can be reached: a mobile or a fixed line."""

from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms import masks
from forms.fields.base import Labels, Question
from forms.fields.typed import Typed
from portal.kit import phones
from portal.kit.phones import Phone


class PhoneField(Typed):
    """A mobile or a fixed line; cleaned to digits, the area code with a hyphen; a local number gets the site's."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(max_length=40, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            phone = Phone.parse(text)
        except ValueError:
            raise self._unreadable() from None
        if phone.kind not in phones.REACHED:
            raise self._unreadable()
        return phone.stored

    def _unreadable(self) -> ValidationError:
        sentence = _("Please enter a mobile number of 11 digits, or a fixed line with its area code.")
        if phones.plan().region != phones.CHINA:
            sentence = _("Please enter a mobile number, or a fixed line with its area code.")
        return ValidationError(sentence, code="phone")


class MobileOrFixed(Question):
    type: Literal["mobile_or_fixed"]

    def form_field(self, labels: Labels) -> forms.Field:
        return PhoneField(**self.common())

    def mask(self, stored: Any) -> str:
        return masks.phone(str(stored))
