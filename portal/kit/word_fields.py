"""Text in one or more languages, as a model field and a form field."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

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
    """One input a language, each labelled with it."""

    template_name = "kit/words_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, long: bool = False) -> None:
        inner = forms.Textarea if long else forms.TextInput
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: inner(attrs={"lang": code, "rows": 3} if long else {"lang": code}) for code, _n in settings.LANGUAGES
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        words = Words.of(value)
        return [words.get(code, "") for code, _name in settings.LANGUAGES]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value if isinstance(value, list) else self.decompress(value), attrs)
        for widget, (_code, language) in zip(context["widget"]["subwidgets"], settings.LANGUAGES, strict=True):
            widget["language"] = language
        return context


class WordsFormField(forms.MultiValueField):
    """Collects one text a language; the default language is demanded when the field is required."""

    def __init__(self, *, max_length: int = 200, required: bool = True, **options: Any) -> None:
        for unused in ("encoder", "decoder"):
            options.pop(unused, None)
        fields = [forms.CharField(max_length=max_length, required=False) for _code, _name in settings.LANGUAGES]
        options["widget"] = WordsWidget(long=max_length > ONE_LINE)
        super().__init__(fields, required=required, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> Words:
        pairs = zip(settings.LANGUAGES, data_list or [], strict=False)
        return Words({code: text for (code, _name), text in pairs if text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return Words.of(initial) != self.compress(data)
