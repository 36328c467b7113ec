"""The code of an investment project in the national register: ``2019-370212-50-03-012345``."""

import re
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.fields.base import Labels, Question
from forms.fields.typed import NUMBER_ATTRIBUTES, Typed
from portal.kit import phones

DIGITS = re.compile(r"(20\d\d)(\d{6})(\d\d)(\d\d)(\d{6})", re.ASCII)


class ProjectCodeField(Typed):
    """Year, place, kind of industry, kind of project and number, with any hyphens or none."""

    def to_python(self, value: Any) -> str:
        text = phones.HYPHENS.sub("", super().to_python(value)).replace("-", "").replace(" ", "")
        if not text:
            return ""
        parts = DIGITS.fullmatch(text)
        if not parts:
            sentence = _("A project code has 20 digits, e.g. 2019-370212-50-03-012345. Please compare it.")
            raise ValidationError(sentence, code="shape")
        return "-".join(parts.groups())


class ProjectCode(Question):
    type: Literal["project_code"]

    stored_as = (str,)

    def form_field(self, labels: Labels) -> forms.Field:
        widget = forms.TextInput(attrs={**NUMBER_ATTRIBUTES, "inputmode": "numeric"})
        return ProjectCodeField(max_length=60, widget=widget, **self.common())

    def mask(self, stored: Any) -> str:
        """The year and the end: place and industry together may say which project it is."""
        return f"{stored[:4]}-**…**-{stored[-3:]}"
