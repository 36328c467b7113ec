"""A telephone on which a person can be reached: a mobile or a fixed line."""

from collections.abc import Collection
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
    """A number of KINDS (mobile, fixed); cleaned to digits, an area code with a hyphen; a local one gets the site's."""

    def __init__(self, *, kinds: Collection[str] = phones.REACHED, **options: Any) -> None:
        self.kinds = frozenset(kinds)
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
        if phone.kind not in self.kinds:
            raise self._unreadable()
        return phone.stored

    def _unreadable(self) -> ValidationError:
        chinese = phones.plan().region == phones.CHINA
        if self.kinds == {"mobile"} and chinese:
            sentence = _("Please enter a mobile number of 11 digits.")
        elif self.kinds == {"mobile"}:
            sentence = _("Please enter a mobile number.")
        elif self.kinds == {"fixed"}:
            sentence = _("Please enter a fixed line with its area code.")
        elif chinese:
            sentence = _("Please enter a mobile number of 11 digits, or a fixed line with its area code.")
        else:
            sentence = _("Please enter a mobile number, or a fixed line with its area code.")
        return ValidationError(sentence, code="phone")


class TelephoneQuestion(Question):
    """Base of the questions for a number at which a person can be reached."""

    stored_as = (str,)

    def mask(self, stored: Any) -> str:
        return masks.phone(str(stored))


class MobileOrFixed(TelephoneQuestion):
    type: Literal["mobile_or_fixed"]

    def form_field(self, labels: Labels) -> forms.Field:
        return PhoneField(**self.common())
