"""Pages of text, and the list of all pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from content import blocks
from content.models.base import HOME_DEPTH, BasePage


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
        """Add the public pages below this one."""
        below = self.get_children().live().public()
        return super().get_context(request, *args, **kwargs) | {"below": list(below)}


class IndexPage(BasePage):
    """The site map: every public page of its language."""

    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
    template = "content/index.html"

    class Meta:
        verbose_name = _("site map")
        verbose_name_plural = _("site maps")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages in the order of the tree."""
        pages = Page.objects.descendant_of(self.get_parent()).live().public().exclude(pk=self.pk)
        return super().get_context(request, *args, **kwargs) | {
            "pages": list(pages.filter(depth__gt=HOME_DEPTH).order_by("path"))
        }
