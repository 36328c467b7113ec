"""Forms that are no definition: the look-up."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.actions.parties import TAIL
from forms.fields.typed import NUMBER_ATTRIBUTES, Typed
from forms.filling.public_form import PublicForm
from portal.kit import phones


class TrackForm(PublicForm):
    number = Typed(
        label=_("Number"),
        help_text=_("It is on your receipt and looks like XX-7K3M-9QXW-4T2H-C"),
        max_length=60,
        widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES),
        error_messages={"required": _("Please enter the number of your case.")},
    )
    tail = Typed(
        label=_("Last four digits of your telephone"),
        help_text=_("Of the telephone that you gave in the form"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "short"}),
        error_messages={"required": _("Please enter the last four digits of your telephone.")},
    )
    code = Typed(
        label=_("Code on the receipt"),
        help_text=_("It looks like K7M2-9QXW and takes the place of the telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES),
    )
    apart = ("code",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.data.get("code"):
            self.fields["tail"].required = False

    def clean_tail(self) -> str:
        digits = phones.digits(self.cleaned_data["tail"])
        if len(digits) < TAIL and self.fields["tail"].required:
            raise ValidationError(_("Please enter the last four digits of your telephone."), code="tail")
        # Of a whole number only its end counts.
        return digits[-TAIL:]
