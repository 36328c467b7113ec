"""An amount of money as information, e.g. what a project costs to build; nothing is ever paid here."""

from decimal import Decimal
from typing import Any, Literal

from django import forms
from django.utils.translation import pgettext

from configuration import site
from forms.fields.base import Labels, Question
from forms.fields.numeric import NumericField, numeric

LARGEST = Decimal("999999999999.99")
PLACES = 2


class Amount(Question):
    """Stored as the text of a number, ``1234.50``, in the currency of the site."""

    type: Literal["amount"]

    compares = frozenset({"equals", "given", "more_than", "at_least"})
    equals = float

    def form_field(self, labels: Labels) -> forms.Field:
        options = self.common()
        options["label"] = f"{self.label} ({_currency()})"
        return NumericField(places=PLACES, smallest=Decimal(0), largest=LARGEST, **options)

    def dump(self, value: Decimal | None) -> Any:
        return None if value is None else f"{value:f}"

    def fits(self, stored: Any) -> bool:
        return numeric(stored) is not None

    def comparable(self, stored: Any) -> Any:
        number = numeric(stored)
        return None if number is None else float(number)

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return f"{frozen} {_currency()}" if frozen is not None else ""


def _currency() -> str:
    """Return the currency of the site in the active language; its code where no translation calls it otherwise."""
    code = site.current().currency
    return pgettext("currency", "CNY") if code == "CNY" else code
