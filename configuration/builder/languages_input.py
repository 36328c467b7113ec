"""Text by language of the site, as a form field."""

from collections.abc import Iterable
from typing import Any

from django import forms

from portal.kit import language_names, languages
from portal.kit.words import Words

LONGEST = 4000  # code points a language


class LanguagesWidget(forms.MultiWidget):
    """One input a language of CODES, each labelled with it; ``long`` texts get several lines."""

    template_name = "kit/words_widget.html"

    def __init__(self, codes: Iterable[str], *, long: bool) -> None:
        self.codes = list(codes)
        inner = forms.Textarea if long else forms.TextInput
        super().__init__({code: inner(attrs={"lang": code} | ({"rows": 3} if long else {})) for code in self.codes})

    def decompress(self, value: Any) -> list[str]:
        words = Words.of(value)
        return [words.get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value if isinstance(value, list) else self.decompress(value), attrs)
        for widget, code in zip(context["widget"]["subwidgets"], self.codes, strict=True):
            widget["language"] = language_names.translated_name(code)
        return context


class LanguagesField(forms.MultiValueField):
    """Text in the languages of the site, and in those that ``besides`` holds already: no text is ever dropped."""

    def __init__(self, *, long: bool = False, besides: Iterable[str] = (), **options: Any) -> None:
        self.codes = list(dict.fromkeys([*languages.offered(), *besides]))
        fields = [forms.CharField(max_length=LONGEST, required=False) for _code in self.codes]
        options["widget"] = LanguagesWidget(self.codes, long=long)
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> Words:
        pairs = zip(self.codes, data_list or [], strict=False)
        return Words({code: text.replace("\r\n", "\n") for code, text in pairs if text})
