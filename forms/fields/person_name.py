"""The name of a person, exactly as typed."""

from typing import Any, Literal

from forms import masks
from forms.fields.text import OneLine


class PersonName(OneLine):
    type: Literal["person_name"]

    attributes = {"autocomplete": "name"}

    def mask(self, stored: Any) -> str:
        return masks.name(str(stored))
