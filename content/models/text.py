"""Pages of text, and the list of all pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from catalog.enums import Audience
from catalog.models import Theme
from catalog.territory import reach
from content import blocks
from content.models.base import HOME_DEPTH, BasePage
from content.models.notice import NoticePage, read_renditions
from content.models.rule import RulePage
from portal.languages import address_in


class TextPage(BasePage):
    """Text with blocks; may have pages below it."""

    body = StreamField(blocks.TEXT, verbose_name=_("content"), blank=True, max_num=100)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["content.HomePage", "content.TextPage"]
    template = "content/text.html"

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the public pages below this one, or beside it, and the articles of the rule that it rests on."""
        read_renditions(self.body)
        below = list(self.get_children().live().public().specific())
        alone = bool(below) or self.depth <= HOME_DEPTH + 1
        beside = [] if alone else list(self.get_siblings(inclusive=False).live().public())
        return super().get_context(request, *args, **kwargs) | {
            "below": below,
            "beside": beside,
            "resting_on": self.resting_on(),
        }

    def resting_on(self) -> list[tuple[str, str]]:
        """Return number and address of every article of the rule that this page names."""
        numbers = dict.fromkeys(str(article).split(".")[0].split("(")[0] for article in self.articles)
        rules = RulePage.objects.live().public()
        rule = rules.filter(locale=self.locale).first() or rules.first()
        if rule is None:
            return []
        address = address_in(rule.url, self.locale.language_code)
        return [(number, f"{address}#art-{number}") for number in numbers if number in rule.article_numbers()]


class IndexPage(BasePage):
    """The site map: every public page of its language; the notices have a list of their own."""

    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
    template = "content/index.html"

    class Meta:
        verbose_name = _("site map")
        verbose_name_plural = _("site maps")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages in the order of the tree, and what the catalogue has by theme and by district."""
        pages = Page.objects.descendant_of(self.get_parent()).live().public().exclude(pk=self.pk)
        pages = pages.filter(depth__gt=HOME_DEPTH).not_type(NoticePage)
        themes = list(Theme.objects.current())
        return super().get_context(request, *args, **kwargs) | {
            "pages": [(page, page.depth - HOME_DEPTH - 1) for page in pages.order_by("path")],
            "themes_personal": [theme for theme in themes if theme.audience == Audience.NATURAL_PERSON],
            "themes_corporate": [theme for theme in themes if theme.audience != Audience.NATURAL_PERSON],
            "districts": list(reach.districts()),
        }
