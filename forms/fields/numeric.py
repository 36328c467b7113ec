"""Numbers as people type them: full-width digits, blanks and commas between thousands; never cut or rounded."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms.fields.typed import Typed

THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


class NumericField(Typed):
    """A number from SMALLEST to LARGEST with at most PLACES digits after the point, cleaned to a Decimal."""

    def __init__(self, *, smallest: Decimal, largest: Decimal, places: int, **options: Any) -> None:
        self.smallest, self.largest, self.places = smallest, largest, places
        keyboard = "decimal" if places else "numeric"
        widget = forms.TextInput(attrs={"inputmode": keyboard, "autocomplete": "off"})
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(str(value) if isinstance(value, int | Decimal) else value).replace(" ", "")
        if not text:
            return None
        if THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        if not NUMBER.fullmatch(text):
            raise ValidationError(self._unreadable(), code="invalid")
        if len(text.partition(".")[2]) > self.places:
            raise ValidationError(self._too_exact(), code="places")
        number = Decimal(text)
        if not self.smallest <= number <= self.largest:
            limits = {"smallest": f"{self.smallest:f}", "largest": f"{self.largest:f}"}
            raise ValidationError(_("Please enter a number from %(smallest)s to %(largest)s.") % limits, code="limits")
        return number

    def _unreadable(self) -> str:
        return _("Please enter a number, e.g. 12.5.") if self.places else _("Please enter a whole number.")

    def _too_exact(self) -> str:
        if not self.places:
            return _("Please enter a whole number.")
        sentence = ngettext(
            "Please enter at most %(n)d digit after the point.",
            "Please enter at most %(n)d digits after the point.",
            self.places,
        )
        return sentence % {"n": self.places}


def numeric(stored: Any) -> Decimal | None:
    """Return a STORED answer as a number; None for what is none."""
    if isinstance(stored, int) and not isinstance(stored, bool):
        return Decimal(stored)
    return Decimal(stored) if isinstance(stored, str) and NUMBER.fullmatch(stored) else None
