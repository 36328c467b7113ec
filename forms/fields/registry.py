"""The types of field by name, for types that hold others; filled by `forms.fields` when it is imported."""

from forms.fields.base import FieldType, Question

TYPES: dict[str, type[FieldType]] = {}
"""Every type of field by its name."""


def question_type(name: str) -> type[Question] | None:
    """Return the type of question NAME; None for a type that no longer exists, or asks nothing."""
    found = TYPES.get(name)
    return found if found is not None and issubclass(found, Question) else None
