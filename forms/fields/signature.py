"""A signature by typed name."""

import datetime as dt
import re
import unicodedata
from typing import Any, Literal, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import PrivateAttr

from configuration.schema import Code
from forms import masks
from forms.conditions import Known
from forms.fields.base import Labels
from forms.fields.text import OneLine


class Signature(OneLine):
    """The name that was given under ``of``, typed once more; with ``free`` any name."""

    type: Literal["signature"]
    of: Code | None = None
    free: bool = False

    in_groups = False
    attributes = {"autocomplete": "off", "spellcheck": "false"}

    _expected: str = PrivateAttr(default="")

    def resolved(self, known: Known, today: dt.date) -> Self:
        made = super().resolved(known, today).model_copy()
        made._expected = "" if self.free else str(known.get(self.of or "") or "")
        return made

    def form_field(self, labels: Labels) -> forms.Field:
        field = super().form_field(labels)
        field.validators.append(self._compare)
        return field

    def judge(self, stored: Any) -> tuple[Any, tuple[str, ...]]:
        answer, lacking = super().judge(stored)
        return (answer, lacking) if answer is None or self._is_expected(answer) else super().judge(None)

    def mask(self, stored: Any) -> str:
        return masks.name(str(stored))

    def _is_expected(self, name: str) -> bool:
        return not self._expected or _plain(name) == _plain(self._expected)

    def _compare(self, name: str) -> None:
        if not self._is_expected(name):
            sentence = _("This is not the name that you gave in the form. Please type it again, or correct it there.")
            raise ValidationError(sentence, code="other_name")


def _plain(name: str) -> str:
    """Width, case, blanks and middle dots make no other name."""
    return re.sub(r"[\s·•・]", "", unicodedata.normalize("NFKC", name)).casefold()
