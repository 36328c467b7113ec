"""Rules of a kind's schema for texts and numbers, as validators of the form that edits its rows.

A form of Django knows the columns; a schema knows more, e.g. the pattern of an address. So both doors refuse the same.
"""

from collections.abc import Iterator
from typing import Any

from django.core import validators
from django.db.models import Model
from django.utils.translation import gettext as _

from configuration import kinds
from configuration.schema import CODE
from configuration.text.csv_lists import bare, is_model


def validators_of(model: type[Model]) -> Iterator[tuple[str, Any]]:
    """Yield the name of a form's field and a validator, for each rule that the kind of MODEL has for one value."""
    # The first of its references is where its own code stands.
    kind = next((kind for kind in kinds.every() if kind.says and kind.says[0].model is model), None)
    if kind is None:
        return
    for name, info in kind.schema.model_fields.items():
        field = "code" if name == kind.name else name
        yield from ((field, rule) for mark in info.metadata for rule in _validators(mark))
        part = bare(info.annotation)
        for inner, about in part.model_fields.items() if is_model(part) else ():
            yield from ((f"{name}_{inner}", rule) for mark in about.metadata for rule in _validators(mark))


def _validators(mark: Any) -> Iterator[Any]:
    if pattern := getattr(mark, "pattern", None):
        yield validators.RegexValidator(pattern, _sentence(pattern))
    if limit := getattr(mark, "max_length", None):
        yield validators.MaxLengthValidator(limit)
    if (least := getattr(mark, "ge", None)) is not None:
        yield validators.MinValueValidator(least)
    if (most := getattr(mark, "le", None)) is not None:
        yield validators.MaxValueValidator(most)


def _sentence(pattern: str) -> str:
    if pattern == CODE:
        return _("Small letters, digits, - and _; it begins with a letter or a digit.")
    return _("It is not written as it has to be here.")
