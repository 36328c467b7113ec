"""An e-mail address."""

from typing import Any, Literal

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from forms import masks
from forms.fields.base import Labels, Question
from forms.fields.typed import Typed

LONGEST = 254  # characters, RFC 5321


class EmailAddressField(Typed):
    """An address with its domain in small letters; what stands before the @ stays as typed."""

    default_validators = [EmailValidator(_("Please write the address with its @, e.g. name@example.com."))]

    def __init__(self, **options: Any) -> None:
        keyboard = {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=LONGEST, widget=forms.EmailInput(attrs=keyboard), **options)

    def to_python(self, value: Any) -> str:
        user, at, domain = super().to_python(value).replace(" ", "").rpartition("@")
        return f"{user}{at}{domain.lower()}"


class Email(Question):
    type: Literal["email"]

    stored_as = (str,)

    def form_field(self, labels: Labels) -> forms.Field:
        return EmailAddressField(**self.common())

    def mask(self, stored: Any) -> str:
        return masks.email(str(stored))
