"""Forms of the booking pages: a time and contact details."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.slots import Slot
from forms.fields.mobile_or_fixed import PhoneField
from forms.fields.typed import Typed
from forms.filling.public_form import PublicForm
from forms.widgets import Radios
from portal.kit import clock


class ContactForm(PublicForm):
    """Name and telephone of the person who comes."""

    name = Typed(
        label=_("Your name"),
        max_length=50,
        as_typed=True,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please enter your name.")},
    )
    phone = PhoneField(
        label=_("Your telephone"),
        help_text=_("We use it for this appointment only"),
        error_messages={"required": _("Please enter your telephone.")},
    )


class BookingForm(ContactForm):
    """One of the SLOTS, and contact details; full slots are shown, but cannot be chosen."""

    def __init__(self, *args: Any, slots: Sequence[Slot], **options: Any) -> None:
        super().__init__(*args, **options)
        self.slots = {slot.starts_at.isoformat(): slot for slot in slots}
        taken = _("This time has just been taken. Please choose another.")
        at = forms.ChoiceField(
            label=_("Time"),
            choices=[(key, clock.local(slot.starts_at).strftime("%H:%M")) for key, slot in self.slots.items()],
            widget=Radios(
                compact=True,
                explain={key: self._seats(slot) for key, slot in self.slots.items()},
                closed={key for key, slot in self.slots.items() if not slot.free},
            ),
            error_messages={"required": _("Please choose a time."), "invalid_choice": taken},
        )
        self.fields = {"at": at, **self.fields}

    def clean_at(self) -> str:
        key = str(self.cleaned_data["at"])
        if not self.slots[key].free:
            raise ValidationError(_("This time has just been taken. Please choose another."), code="taken")
        return key

    @property
    def starts_at(self) -> dt.datetime:
        """Start of the chosen slot."""
        return self.slots[self.cleaned_data["at"]].starts_at

    @staticmethod
    def _seats(slot: Slot) -> str:
        return gettext("%(n)d free") % {"n": slot.free} if slot.free else gettext("full")
