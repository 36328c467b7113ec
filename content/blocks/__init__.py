"""The blocks that editors build pages from. No raw HTML, no tables, no embeds: everything wears our look."""

from content.blocks.catalogue import (
    ChannelsBlock,
    IdentityDocumentsBlock,
    ItemsBlock,
    NumbersBlock,
    PointsBlock,
    TermsBlock,
)
from content.blocks.media import FileBlock, PictureBlock
from content.blocks.rule import ArticleBlock, ChapterBlock
from content.blocks.text import HeadingBlock, NoticeBlock, QuoteBlock, TextBlock, VowBlock

VOWS = [("vow", VowBlock())]
TEXT = [
    ("heading", HeadingBlock()),
    ("text", TextBlock()),
    ("notice", NoticeBlock()),
    ("quote", QuoteBlock()),
    ("picture", PictureBlock()),
    ("file", FileBlock()),
    ("items", ItemsBlock()),
    ("numbers", NumbersBlock()),
    ("points", PointsBlock()),
    ("channels", ChannelsBlock()),
    ("terms", TermsBlock()),
    ("identity_documents", IdentityDocumentsBlock()),
]
RULE = [("chapter", ChapterBlock()), ("article", ArticleBlock()), ("text", TextBlock())]
