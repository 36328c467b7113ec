"""Validators of the texts of every form, those of Wagtail and of other libraries included."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.kit.characters import UNSTORABLE, storable

AROUND = 10  # characters that are shown before the one that nobody sees


def validate_storable(value: Any) -> None:
    """Raise ValidationError for VALUE, a text or a structure of texts, if one of its characters is not stored."""
    for text in _texts(value):
        found = UNSTORABLE.search(text)
        if found:
            values = {"name": f"U+{ord(found[0]):04X}", "before": storable(text[: found.start()])[-AROUND:]}
            sentence = _(
                "An invisible character (%(name)s) stands after “%(before)s”: delete it, or type the text again."
            )
            raise ValidationError(sentence, code="unstorable", params=values)


def ask_every_form() -> None:
    """Let each text field of each form validate its characters: forms of Wagtail and of blocks are not ours to write.

    A field of type `CharField` takes its validators from this list of its class when it is made.
    """
    if validate_storable not in forms.CharField.default_validators:
        forms.CharField.default_validators = [*forms.CharField.default_validators, validate_storable]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in _texts(part))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in _texts(part))
