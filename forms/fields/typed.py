"""Cleaning of typed text before validation: full-width digits, stray blanks, invisible characters."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LINE_BREAK = "\n"
NUMBER_ATTRIBUTES = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
"""Of an input for a number with letters, e.g. a passport: the browser must not change it."""


def plain(text: str, *, lines: bool = False, as_typed: bool = False) -> str:
    """Return TEXT in NFKC without control characters, blanks collapsed.

    With ``lines``, line breaks stay. With ``lines`` or ``as_typed``, full-width and other compatibility forms stay: in
    prose a full-width comma is right, and a rare character in a name must not become its usual relative.
    """
    text = text.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK)
    text = unicodedata.normalize("NFC" if lines or as_typed else "NFKC", text)
    kept = "".join(c for c in text if (lines and c == LINE_BREAK) or unicodedata.category(c)[0] != "C" or c.isspace())
    rows = [" ".join(row.split()) for row in (kept.split(LINE_BREAK) if lines else [kept])]
    return LINE_BREAK.join(rows).strip()


class Typed(forms.CharField):
    """One line, or several with ``lines``; ``max_length`` counts code points after cleaning and cuts nothing off.

    ``lines`` and ``as_typed`` as for `plain`: numbers and codes are made plain, names and prose stay as typed.
    """

    def __init__(self, *args: Any, lines: bool = False, as_typed: bool = False, **options: Any) -> None:
        self.lines, self.as_typed = lines, as_typed
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(*args, **options)
        self.error_messages["max_length"] = _("Please write at most %(limit_value)d characters.")
        self.error_messages["min_length"] = _("Please write at least %(limit_value)d characters.")

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "", lines=self.lines, as_typed=self.as_typed)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut a pasted text off without a word."""
        return {}
