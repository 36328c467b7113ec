"""The rule under which everybody here works, with an address for each article."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from content import blocks
from content.models.base import BasePage


class RulePage(BasePage):
    """The text of a rule: who issued it when, who interprets it (Art. 39), what goes before it (Art. 40)."""

    issuer = models.CharField(_("issued by"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    interpreter = models.CharField(_("interpreted by"), max_length=100, blank=True)
    note = models.CharField(pgettext_lazy("of a rule", "note"), max_length=300, blank=True)
    body = StreamField(blocks.RULE, verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("issuer"), FieldPanel("issued_on"), FieldPanel("interpreter"), FieldPanel("note")],
            heading=_("About the rule"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["content.HomePage", "content.TextPage"]
    subpage_types: list[str] = []
    template = "content/rule.html"

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the table of contents: chapters with their articles."""
        return super().get_context(request, *args, **kwargs) | {"chapters": self.contents()}

    def article_numbers(self) -> set[str]:
        """Return the numbers of the articles that this page holds."""
        return {block.value["number"] for block in self.body if block.block_type == "article"}

    def contents(self) -> list[dict[str, Any]]:
        """Return the chapters, each with ``title``, ``id`` and its ``articles``; articles before any have no title."""
        chapters: list[dict[str, Any]] = []
        for block in self.body:
            if block.block_type == "chapter":
                chapters.append({"title": block.value, "id": block.id, "articles": []})
            elif block.block_type == "article":
                if not chapters:
                    chapters.append({"title": "", "id": "", "articles": []})
                chapters[-1]["articles"].append(block.value)
        return chapters
