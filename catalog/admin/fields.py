"""Form fields for what the models keep as lists."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog import blank_forms
from catalog.enums import TermList
from catalog.models.term_names import choices
from catalog.publication_rules import no_number
from configuration import kinds, site
from portal.kit import filetypes, phones
from portal.kit.validators import validate_storable

MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, lines: int = 30, length: int = 60, **options: Any) -> None:
        self.lines, self.length = lines, length
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.lines or any(len(line) > self.length for line in value):
            raise forms.ValidationError(
                _("Write at most %(lines)d lines of at most %(length)d characters."),
                params={"lines": self.lines, "length": self.length},
            )

    def run_validators(self, value: Any) -> None:
        """Lengths are checked a line, not as one text; characters as in every field."""
        validate_storable(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class DatesOfTheYearField(LinesField):
    """Days that return every year, as month and day, one a line."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not all(MONTH_AND_DAY.fullmatch(line) for line in value):
            raise forms.ValidationError(_("Write month and day, one a line, e.g. 01-01."))


class PhonesField(LinesField):
    """Telephone numbers, one a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(lines=10, length=40, help_text=_("One number a line."), **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not all(map(phones.private, value)):
            raise forms.ValidationError(no_number())


class ChoicesField(forms.MultipleChoiceField):
    """Several of a few choices, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class StoredFile(forms.ClearableFileInput):
    """A file that is there, by type and size, and how to replace or remove it; its address is no link here."""

    template_name = "catalog/admin/file.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "about": blank_forms.described(value) if value else None,
            "accept": ",".join(filetypes.DOCUMENTS),
        }
        return context


class BlankField(forms.FileField):
    """A form or sample that the public takes along."""

    widget = StoredFile

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, validators=[blank_forms.check], **options)


class TermField(forms.ChoiceField):
    """One term of a list that the city may lengthen."""

    def __init__(self, which: TermList, **options: Any) -> None:
        self.which = which
        super().__init__(choices=self.terms, **options)

    def terms(self) -> list[tuple[str, Any]]:
        """Return the choices: nothing chosen, then the terms of the list."""
        return [("", "---------"), *choices(self.which)]


class DefinedField(forms.ChoiceField):
    """The code of a definition that lives above the catalogue, e.g. of a form, chosen by its title."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(choices=self.defined, required=False, **options)

    def defined(self) -> list[tuple[str, str]]:
        """Return the choices: nothing chosen, then what is in use."""
        titles = [
            (kind.code(spec), kind.title(spec) or kind.code(spec))
            for kind in kinds.every()
            if kind.name == self.kind
            for spec in kind.stored()
        ]
        return [("", "---------"), *sorted(titles, key=lambda choice: choice[1])]


def levels() -> list[tuple[str, str]]:
    """Return the levels of the site as choices."""
    return [(level.level, str(level.name)) for level in site.current().levels]
