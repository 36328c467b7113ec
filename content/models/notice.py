"""Notices (Art. 38): each with the organisation that issues it, its date, and until when it holds; and their list."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Self

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from catalog.models import Organisation
from content import blocks
from content.forms import NoticeForm
from content.models.base import BasePage
from content.organisation_chooser import OrganisationChooser
from content.permissions import NoticesTester
from portal.kit import clock, languages
from portal.languages import address_in

PER_PAGE = 20
ISSUED_BY = pgettext_lazy("of a notice", "issued by")


class NoticeQuerySet(PageQuerySet):
    def current(self) -> Self:
        """Public notices that have not run out, the newest first."""
        rows = self.live().public().filter(Q(valid_until=None) | Q(valid_until__gte=clock.today()))
        return rows.select_related("locale", "organisation").order_by("-issued_on", "-pk")

    def run_out(self) -> Self:
        """Notices that do not hold any more."""
        return self.filter(valid_until__lt=clock.today())

    def for_readers_of(self, language: str) -> Self:
        """Notices in LANGUAGE, and in the site's default language those that these do not translate."""
        own = Q(locale__language_code=language)
        translated = self.filter(own).order_by().values("translation_key")
        return self.filter(own | Q(locale__language_code=languages.default()) & ~Q(translation_key__in=translated))


class NoticePage(BasePage):
    """A notice; when it has run out, it is in no list, feed or search, and its address says so."""

    issued_on = models.DateField(_("issued on"), default=clock.today)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day. After it, the notice leaves the list, the home page and the search; its address stays."
        ),
    )
    body = StreamField(blocks.TEXT, verbose_name=_("content"), blank=True, max_num=100)

    objects = PageManager.from_queryset(NoticeQuerySet)()

    base_form_class = NoticeForm
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel(
                    "organisation", widget=OrganisationChooser, heading=pgettext_lazy("of a notice", "issued by")
                ),
                FieldRowPanel([FieldPanel("issued_on"), FieldPanel("valid_until")]),
            ],
            heading=_("About the notice"),
        ),
        FieldPanel("body"),
    ]
    promote_panels = [FieldPanel("slug")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["content.NoticesPage"]
    subpage_types: list[str] = []
    template = "content/notice.html"

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    @property
    def has_run_out(self) -> bool:
        """Whether the last day of the notice has passed."""
        return self.valid_until is not None and self.valid_until < clock.today()

    @cached_property
    def address(self) -> str:
        """Address in the reader's language, where a notice that is not translated answers, too."""
        return address_in(self.url or "", get_language() or languages.default())

    def address_of_list(self) -> str:
        """Return the address of the list in which the notice stands, in the reader's language."""
        return address_in(self.get_parent().url or "", get_language() or languages.default())

    @property
    def foreign(self) -> str:
        """Language of the notice where it is not the reader's, else empty."""
        own = self.locale.language_code
        return own if own != get_language() else ""

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        read_renditions(self.body)
        return super().get_context(request, *args, **kwargs)


class NoticesPage(BasePage):
    """The list of notices: every organisation adds its own below it."""

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.NoticePage"]
    max_count_per_parent = 1
    template = "content/notices.html"

    class Meta:
        verbose_name = _("list of notices")
        verbose_name_plural = _("lists of notices")

    def permissions_for_user(self, user: Any) -> NoticesTester:
        return NoticesTester(user, self)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the notices, and the organisations to choose one from."""
        notices = notices_to_read()
        organisations = list(Organisation.objects.filter(pk__in=notices.order_by().values("organisation")))
        wanted = request.GET.get("organisation", "")[:80]
        chosen = next((each for each in organisations if each.code == wanted), None)
        if chosen:
            notices = notices.filter(organisation=chosen)
        page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "listed": page,
            "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
            "organisations": sorted(organisations, key=lambda each: each.path),
            "chosen": chosen,
        }


def notices_to_read() -> NoticeQuerySet:
    """Return the current notices for readers of the active language, the newest first."""
    found: NoticeQuerySet = NoticePage.objects.current().for_readers_of(get_language() or languages.default())
    return found


def lasting_pages() -> PageQuerySet:
    """Return the public pages without the notices that have run out: what feeds and the search may show."""
    return Page.objects.live().public().exclude(pk__in=NoticePage.objects.run_out().values("pk"))


def read_renditions(body: Iterable[Any]) -> None:
    """Read the renditions of all pictures of BODY in one query."""
    pictures = [block.value["picture"] for block in body if block.block_type == "picture"]
    prefetch_related_objects([picture for picture in pictures if picture], "renditions")
