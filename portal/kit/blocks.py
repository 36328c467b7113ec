"""Text in several languages inside a StreamField."""

from typing import Any

from django.conf import settings
from wagtail import blocks
from wagtail.admin.compare import BlockComparison, diff_text

from portal.kit.words import Words


def _to_block(words: Words) -> dict[str, str]:
    """Language codes as block names: Wagtail allows no dash in them."""
    return {code.replace("-", "_"): text for code, text in words.items()}


def _to_words(values: Any) -> Words:
    return Words({name.replace("_", "-"): text for name, text in (values or {}).items() if text})


def spoken(words: Words) -> str:
    """Return WORDS in every language, as an editor compares them."""
    return " / ".join(text for code, _name in settings.LANGUAGES if (text := words.get(code, "")))


class WordsComparison(BlockComparison):
    """Two versions of a text: Wagtail's own looks for one value a language, which `Words` has not."""

    def htmlvalue(self, val: Any) -> Any:
        return diff_text(spoken(val or Words()), spoken(val or Words())).to_html()

    def htmldiff(self) -> Any:
        return diff_text(spoken(self.val_a or Words()), spoken(self.val_b or Words())).to_html()


class WordsBlock(blocks.StructBlock):
    """One input a language; its value is `Words`."""

    def __init__(self, *, max: int = 200, long: bool = False, required: bool = True, **options: Any) -> None:  # noqa: A002
        inner = blocks.TextBlock if long else blocks.CharBlock
        default = settings.LANGUAGES[0][0]
        children = [
            (code.replace("-", "_"), inner(label=name, required=required and code == default, max_length=max))
            for code, name in settings.LANGUAGES
        ]
        super().__init__(children, **options)

    def to_python(self, value: Any) -> Words:
        return value if isinstance(value, Words) else _to_words(value)

    def bulk_to_python(self, values: list[Any]) -> list[Words]:
        return [self.to_python(value) for value in values]

    def get_prep_value(self, value: Any) -> dict[str, str]:
        return _to_block(value or Words())

    def normalize(self, value: Any) -> Words:
        return Words.of(value)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Words:
        return _to_words(super().value_from_datadict(data, files, prefix))

    def clean(self, value: Any) -> Words:
        return _to_words(super().clean(self._struct(value)))

    def get_form_state(self, value: Any) -> Any:
        return super().get_form_state(self._struct(value))

    def get_default(self, **_options: Any) -> Words:
        return Words()

    def _struct(self, value: Any) -> Any:
        return self._to_struct_value([*(dict.fromkeys(self.child_blocks, "") | _to_block(value or Words())).items()])

    def get_comparison_class(self) -> type[WordsComparison]:
        return WordsComparison
