"""The pieces of a rule's text."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks


class ChapterBlock(blocks.CharBlock):
    class Meta:
        icon = "list-ul"
        label = _("Chapter")
        template = "content/blocks/chapter.html"


class ArticleBlock(blocks.StructBlock):
    """An article; its number is its address on the page (``#art-18``) and never changes."""

    number = blocks.RegexBlock(
        regex=r"^[0-9]{1,4}[a-z]?$", label=pgettext_lazy("of an article", "number"), help_text=_("In digits, e.g. 18.")
    )
    label = blocks.CharBlock(max_length=30, label=_("as it is written"))
    text = blocks.TextBlock(max_length=5000, label=_("text"))

    class Meta:
        icon = "doc-full"
        label = _("Article")
        template = "content/blocks/article.html"
