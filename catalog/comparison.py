"""Comparison of two versions in the histories of the admin: labels instead of codes, every language of a text."""

import datetime as dt
from typing import Any

from django.db.models import JSONField
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.compare import BlockComparison, FieldComparison, diff_text, register_comparison_class

from catalog.enums import Audience, Mode
from configuration import site
from portal.kit.blocks import spoken
from portal.kit.word_fields import WordsField
from portal.kit.words import Words

Labels = dict[Any, Any]


def _said(value: Any, labels: Labels) -> str:
    """Return VALUE as people read it."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Words):
        return spoken(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, list | tuple):
        return "、".join(_said(part, labels) for part in value)
    return str(labels.get(value, value))


class ReadableComparison(BlockComparison):
    """Two versions of a block of simple values, the differences marked in each."""

    def _lines(self, before: Any, after: Any) -> Any:
        pairs = []
        for name, child in self.block.child_blocks.items():
            labels = _labels(child)
            old, new = (_said(value.get(name) if value else None, labels) for value in (before, after))
            if old or new:
                pairs.append((child.label, diff_text(old, new).to_html()))
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs))

    def htmlvalue(self, val: Any) -> Any:
        return self._lines(val, val)

    def htmldiff(self) -> Any:
        return self._lines(self.val_a, self.val_b)


class ReadableBlock(blocks.StructBlock):
    """A block of simple values that a history can show."""

    def get_comparison_class(self) -> type[ReadableComparison]:
        return ReadableComparison

    class Meta:
        abstract = True


def _labels(child: Any) -> Labels:
    choices = getattr(child.field, "choices", ()) if isinstance(child, blocks.FieldBlock) else ()
    return {value: label for value, label in choices if not isinstance(label, list | tuple)}


class WordsFieldComparison(FieldComparison):
    """Two versions of a text in several languages."""

    def htmldiff(self) -> Any:
        return diff_text(spoken(Words.of(self.val_a)), spoken(Words.of(self.val_b))).to_html()


class ListFieldComparison(FieldComparison):
    """Two versions of a list of codes or short texts."""

    def htmldiff(self) -> Any:
        levels = {level.level: str(level.name) for level in site.current().levels}
        labels = dict(Audience.choices) | dict(Mode.choices) | levels
        return diff_text(_said(self.val_a, labels), _said(self.val_b, labels)).to_html()


register_comparison_class(JSONField, comparison_class=ListFieldComparison)
register_comparison_class(WordsField, comparison_class=WordsFieldComparison)
