"""Text in several languages inside a StreamField."""

from typing import Any

from django.conf import settings
from wagtail import blocks
from wagtail.admin.compare import BlockComparison, diff_text
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import BlockGroup, StructBlockAdapter

from portal.kit import languages
from portal.kit.words import Words


def _to_block(words: Words) -> dict[str, str]:
    """Language codes as block names: Wagtail allows no dash in them."""
    return {code.replace("-", "_"): text for code, text in words.items()}


def _to_words(values: Any) -> Words:
    return Words({name.replace("_", "-"): text for name, text in (values or {}).items() if text})


def spoken(words: Words) -> str:
    """Return WORDS in every language, as an editor compares them."""
    codes = dict.fromkeys([*languages.offered(), *words])
    return " / ".join(text for code in codes if (text := words.get(code, "")))


class WordsComparison(BlockComparison):
    """Two versions of a text: Wagtail's own looks for one value a language, which `Words` has not."""

    def htmlvalue(self, val: Any) -> Any:
        return diff_text(spoken(val or Words()), spoken(val or Words())).to_html()

    def htmldiff(self) -> Any:
        return diff_text(spoken(self.val_a or Words()), spoken(self.val_b or Words())).to_html()


# Migrations freeze the block in the languages of the first of them: languages are the site's, not the schema's.
FROZEN = ("zh-hans", "en")


class WordsBlock(blocks.StructBlock):
    """One input a language of the site; its value is `Words`."""

    def __init__(self, *, max: int = 200, long: bool = False, required: bool = True, **options: Any) -> None:  # noqa: A002
        self._inner, self._longest, self._needed = blocks.TextBlock if long else blocks.CharBlock, max, required
        self._made: dict[tuple[str, ...], dict[str, blocks.Block]] = {}
        self._ready = False
        super().__init__(**options)
        self._ready = True

    @property
    def child_blocks(self) -> dict[str, blocks.Block]:
        """The inputs, in the languages of the site at this time."""
        return self._in(tuple(languages.offered())) if self._ready else {}

    @child_blocks.setter
    def child_blocks(self, made: dict[str, blocks.Block]) -> None:
        """Wagtail sets those that the class declares; there are none."""

    def _in(self, codes: tuple[str, ...]) -> dict[str, blocks.Block]:
        if codes not in self._made:
            names = dict(settings.LANGUAGES)
            made: dict[str, blocks.Block] = {}
            for code in codes:
                needed = self._needed and code == codes[0]
                block = self._inner(label=names.get(code, code), required=needed, max_length=self._longest)
                name = code.replace("-", "_")
                block.set_name(name)
                made[name] = block
            self._made[codes] = made
        return self._made[codes]

    def deconstruct(self) -> Any:
        path, _args, options = super().deconstruct()
        return path, [list(self._in(FROZEN).items())], options

    def deconstruct_with_lookup(self, lookup: Any) -> Any:
        frozen = [(name, lookup.add_block(block)) for name, block in self._in(FROZEN).items()]
        return "wagtail.blocks.StructBlock", [frozen], self._constructor_kwargs

    def check(self, **options: Any) -> list[Any]:
        """Ask no database: there is none when checks run."""
        return blocks.Block.check(self, **options)

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


class WordsBlockAdapter(StructBlockAdapter):
    """Lays the inputs out in the languages of the site at this time, not of the moment when the class was made."""

    def js_args(self, block: WordsBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        return [name, children, meta | {"formLayout": BlockGroup(list(block.child_blocks))}]


register(WordsBlockAdapter(), WordsBlock)
