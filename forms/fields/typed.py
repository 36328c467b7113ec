"""Cleaning of typed text before validation: full-width digits, stray blanks, invisible characters."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LINE_BREAK = "\n"
UNKNOWN = ("Cn", "Co")  # not assigned in the tables of this Python, and private use
NUMBER_ATTRIBUTES = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
"""Of an input for a number with letters, e.g. a passport: the browser must not change it."""


def plain(text: str, *, lines: bool = False, as_typed: bool = False) -> str:
    """Return TEXT in NFKC without control characters, blanks collapsed.

    With ``lines``, line breaks stay. With ``lines`` or ``as_typed``, full-width and other compatibility forms stay: in
    prose a full-width comma is right, and a rare character in a name must not become its usual relative. Nor is a
    letter of a name dropped because Unicode was given it after this Python, or because it is for private use.
    """
    text = text.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK)
    if not as_typed:
        text = unicodedata.normalize("NFC" if lines else "NFKC", text)
    kept = "".join(c for c in text if (lines and c == LINE_BREAK) or _is_text(c, lines or as_typed) or c.isspace())
    rows = [" ".join(row.split()) for row in (kept.split(LINE_BREAK) if lines else [kept])]
    return LINE_BREAK.join(rows).strip()


def _is_text(character: str, as_typed: bool) -> bool:  # noqa: FBT001
    """Return whether CHARACTER is no control, direction mark or the like; AS TYPED, letters unknown here are text."""
    category = unicodedata.category(character)
    return category[0] != "C" or (as_typed and category in UNKNOWN and not _will_never_be(ord(character)))


def _will_never_be(point: int) -> bool:
    """Return whether Unicode keeps POINT free for ever: U+FDD0 to U+FDEF, and the last two of each plane."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # noqa: PLR2004  see the docstring


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
