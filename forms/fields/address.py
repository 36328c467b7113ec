"""An address in one line."""

from typing import Any, Literal

from forms import masks
from forms.fields.text import OneLine


class Address(OneLine):
    type: Literal["address"]

    attributes = {"autocomplete": "street-address"}

    def mask(self, stored: Any) -> str:
        return masks.address(str(stored))
