"""Text in one or more languages, as a model field and a form field."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.kit import language_names, languages
from portal.kit.json import ReadableJSON
from portal.kit.words import Words


class WordsField(models.JSONField):
    """A model field that holds Words; ``max`` limits each language, in code points."""

    def __init__(self, *args: Any, max: int = 200, **options: Any) -> None:  # noqa: A002
        self.max = max
        options.setdefault("encoder", ReadableJSON)
        options.setdefault("default", Words)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"max": self.max}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Words:
        return Words(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Words:
        if isinstance(value, str) and value.startswith("{"):
            value = json.loads(value)
        return value if isinstance(value, Words) else Words.of(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(dict(value) if isinstance(value, dict) else dict(Words.of(value)))

    def validate(self, value: Any, model_instance: Any) -> None:
        if not self.blank and not value:
            raise ValidationError(_("Please fill in this field."), code="blank")
        for text in value.values():
            if len(text) > self.max:
                raise ValidationError(_("Please use at most %(max)d characters.") % {"max": self.max}, code="max")

    def value_to_string(self, obj: Any) -> Any:
        return dict(self.value_from_object(obj))

    def formfield(self, **options: Any) -> Any:
        # Django would look for the old text in the form itself, where Wagtail does not write it: all would be changes.
        own: dict[str, Any] = {"form_class": WordsFormField, "max_length": self.max, "show_hidden_initial": False}
        return models.Field.formfield(self, **(own | options))


ONE_LINE = 200  # code points; longer texts get several lines


class WordsWidget(forms.MultiWidget):
    """One input a language of CODES, each labelled with it; ``long`` texts get several lines."""

    template_name = "kit/words_widget.html"

    def __init__(self, codes: Iterable[str], attrs: dict[str, Any] | None = None, *, long: bool = False) -> None:
        self.codes = list(codes)
        inner = forms.Textarea if long else forms.TextInput
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: inner(attrs={"lang": code} | ({"rows": 3} if long else {})) for code in self.codes
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        words = Words.of(value)
        return [words.get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value if isinstance(value, list) else self.decompress(value), attrs)
        for widget, code in zip(context["widget"]["subwidgets"], self.codes, strict=True):
            widget["language"] = language_names.translated_name(code)
        return context


class WordsFormField(forms.MultiValueField):
    """Collects one text a language of the site; the default language is demanded when the field is required.

    A form is made for each request, so the languages are those of the site at that time. ``besides`` are languages in
    which something is stored already: no text is ever dropped.
    """

    def __init__(self, *, max_length: int = 200, required: bool = True, **options: Any) -> None:
        for unused in ("encoder", "decoder"):
            options.pop(unused, None)
        self.longest = max_length
        self.codes: list[str] = []  # none yet: the class of a form is made before there is a database
        options["widget"] = WordsWidget([])
        super().__init__([], required=required, require_all_fields=False, **options)

    def speak(self, besides: Iterable[str]) -> None:
        """Ask in the languages of the site, and in those of BESIDES."""
        self.codes = list(dict.fromkeys([*languages.offered(), *besides]))
        self.fields = [forms.CharField(max_length=self.longest, required=False) for _code in self.codes]
        old = self.widget
        self.widget = WordsWidget(self.codes, old.attrs, long=self.longest > ONE_LINE)
        self.widget.is_required = old.is_required

    def __deepcopy__(self, memo: dict[int, Any]) -> "WordsFormField":
        copy: WordsFormField = super().__deepcopy__(memo)
        copy.speak(())
        return copy

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        """Ask in every language of the initial value, too."""
        initial = form.get_initial_for_field(self, field_name)
        self.speak(Words.of(initial))
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> Any:
        self._speak_first()
        return super().clean(value)

    def _speak_first(self) -> None:
        """Ask in the languages of the site where no form has made a copy of this field."""
        if not self.codes:
            self.speak(())

    def compress(self, data_list: list[str]) -> Words:
        self._speak_first()
        pairs = zip(self.codes, data_list or [], strict=False)
        return Words({code: text for code, text in pairs if text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return Words.of(initial) != self.compress(data)
