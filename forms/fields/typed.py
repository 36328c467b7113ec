"""What people type, made plain before it is judged: full-width digits, stray blanks, invisible characters."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.phones import Phone

LINE_BREAK = "\n"


def plain(text: str, *, lines: bool = False) -> str:
    """Return TEXT in NFKC without control characters, blanks collapsed; with ``lines``, line breaks stay."""
    # Compatibility forms are folded in short texts only: in prose a full-width comma is right as it is.
    text = text.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK)
    text = unicodedata.normalize("NFC" if lines else "NFKC", text)
    kept = "".join(c for c in text if (lines and c == LINE_BREAK) or unicodedata.category(c)[0] != "C" or c.isspace())
    rows = [" ".join(row.split()) for row in (kept.split(LINE_BREAK) if lines else [kept])]
    return LINE_BREAK.join(rows).strip()


class Typed(forms.CharField):
    """One line, or several with ``lines``; ``max_length`` counts code points after cleaning and cuts nothing off."""

    def __init__(self, *args: Any, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(*args, **options)
        self.error_messages["max_length"] = _("Please write at most %(limit_value)d characters.")
        self.error_messages["min_length"] = _("Please write at least %(limit_value)d characters.")

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "", lines=self.lines)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut a pasted text off without a word."""
        return {}


class PhoneField(Typed):
    """A mobile or a fixed line on which a person can be reached; cleaned to digits, the area code with a hyphen."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(max_length=40, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            phone = Phone.parse(text)
        except ValueError:
            raise self._unreadable() from None
        if phone.kind not in {"mobile", "fixed"}:
            raise self._unreadable()
        number = f"{phone.area}-{phone.local}" if phone.area else phone.local
        return f"{number} 转 {phone.extension}" if phone.extension else number

    def _unreadable(self) -> ValidationError:
        sentence = _("Please enter a mobile number of 11 digits, or a fixed line with its area code.")
        return ValidationError(sentence, code="phone")
