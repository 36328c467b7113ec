"""The home page: the way in for somebody who knows what they want, and for somebody who would rather call."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from catalog import facet_index
from catalog.calendar import work_calendar
from catalog.enums import Audience
from catalog.models import ServiceItem, ServicePoint
from catalog.points.hours import state
from catalog.territory import reach
from configuration import site
from content import blocks
from content.models.base import HOME_DEPTH, BasePage
from content.models.notice import notices_to_read
from portal.kit import clock, languages
from portal.kit.words import Words

NEWEST_NOTICES = 4
EXPLAINED = ("about", "rules")  # last part of the address of pages to read on, where the city has them


@dataclass(frozen=True)
class LevelCount:
    """A level of the site and how many public points it has."""

    name: Words
    count: int


class HomePage(BasePage):
    """One a language. Also the door for pages that are not there in a language: they answer in the default one."""

    body = StreamField(blocks.VOWS, verbose_name=_("what we promise"), blank=True, max_num=8)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 4  # languages

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    template = "content/home.html"

    def route(self, request: Any, path_components: list[str]) -> Any:
        """Find the page below; what this language lacks is shown in the site's default language, never a 404."""
        try:
            return super().route(request, path_components)
        except Http404:
            default = languages.default()
            if self.locale.language_code == default:
                raise
            home = self.get_translations().filter(locale__language_code=default).first()
            if home is None:
                raise
            return home.specific.route(request, path_components)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the home page shows; a fixed number of queries for a city of any size."""
        themes = facet_index.themes()
        notices = list(notices_to_read()[:NEWEST_NOTICES])
        person = _person()
        return super().get_context(request, *args, **kwargs) | {
            "themes_personal": [theme for theme in themes if theme.audience == Audience.NATURAL_PERSON],
            "themes_corporate": [theme for theme in themes if theme.audience != Audience.NATURAL_PERSON],
            "popular": _popular(),
            "levels": _levels(),
            "districts": list(reach.districts()),
            "person": person,
            "person_state": state(person, clock.now(), work_calendar()) if person else None,
            "vows": [block.value for block in self.body],
            "explained": _explained(),
            "notices": notices,
            "all_notices": notices[0].address_of_list() if notices else "",
        }


def _popular() -> list[ServiceItem]:
    codes = site.current().popular
    found = {item.code: item for item in ServiceItem.objects.public().for_list().filter(code__in=codes)}
    return [found[code] for code in codes if code in found]


def _levels() -> list[LevelCount]:
    counts = dict(ServicePoint.objects.public().order_by().values_list("level").annotate(n=Count("pk")))
    levels = (level for level in site.current().levels if not level.department)
    return [LevelCount(level.name, counts[level.level]) for level in levels if level.level in counts]


def _person() -> ServicePoint | None:
    """Return the point to call first: one of the competent authority, or of the top level."""
    here = site.current()
    top = next((level.level for level in here.levels), "")
    wanted = Q(organisation__code=here.competent_authority) | Q(level=top)
    return ServicePoint.objects.public().for_list().filter(wanted).first()


def _explained() -> set[str]:
    """Return which of EXPLAINED there are, in any language: a missing text is shown in the default one."""
    pages = Page.objects.filter(depth=HOME_DEPTH + 1, slug__in=EXPLAINED).live().public()
    return set(pages.values_list("slug", flat=True))


def homes() -> Any:
    """Return the homes of all languages below the root of the tree."""
    return HomePage.objects.child_of(Page.get_first_root_node())
