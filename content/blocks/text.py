"""Text and what sets it apart."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, **options)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "content/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(features=FEATURES, max_length=20_000, **options)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "content/blocks/text.html"


class NoticeBlock(blocks.TextBlock):
    """Something that nobody should miss."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=600, **options)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "content/blocks/notice.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=1000, label=_("words"))
    source = blocks.CharBlock(max_length=150, required=False, label=pgettext_lazy("of a quotation", "source"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "content/blocks/quote.html"


class VowBlock(blocks.StructBlock):
    """One thing that people can hold us to (Art. 28), on the home page."""

    title = blocks.CharBlock(max_length=20, label=_("in a word"))
    text = blocks.TextBlock(max_length=120, label=_("what it means for you"))

    class Meta:
        icon = "pick"
        label = _("Promise")
