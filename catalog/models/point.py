from collections.abc import Iterator
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, OrderBy
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index

from catalog import blocks
from catalog.enums import Session
from catalog.models.place import Place
from catalog.models.post import Post
from catalog.models.publication import Publication
from catalog.publication_rules import Finding, about_exceptions, about_hours, about_numbers, about_opening
from portal.kit.word_fields import WordsField

# By the order of the organisation in the tree, as editors and names give it: that of the district first, then of the
# town, then its own. Points of one level stand at one depth, so that each column compares like with like.
IN_THE_TREE = tuple(
    OrderBy(F(f"{above}{column}"), nulls_first=True)
    for above in ("organisation__parent__parent__", "organisation__parent__", "organisation__", "")
    for column in ("order", "sort_name")
)


class ServicePointQuerySet(models.QuerySet["ServicePoint"]):
    def public(self) -> Self:
        """Published points in use: what citizens may see."""
        return self.filter(live=True, retired_at=None)

    def within(self, organisations: models.QuerySet[Any]) -> Self:
        """Points of ORGANISATIONS."""
        return self.filter(organisation__in=organisations)

    def for_list(self) -> Self:
        """With what a list row shows."""
        return self.select_related("organisation").order_by(*IN_THE_TREE)

    def for_page(self) -> Self:
        """With what the page or the sign of one point shows."""
        return self.select_related("organisation").prefetch_related("places")


class ServicePoint(Publication):
    """A centre, a zone in it, or a station where people are served (Art. 2, 8, 9), with the places inside it."""

    page_template = "catalog/point.html"
    publish_grant, owner, confirmed = "points.publish", "organisation", "phones_checked_on"

    organisation = models.ForeignKey("catalog.Organisation", models.PROTECT, related_name="service_points")
    level = models.SlugField(_("level"), max_length=30)
    name = WordsField(_("name"), max=100)
    address = WordsField(_("address"), max=200)
    directions = WordsField(_("how to get there"), max=300, blank=True)
    window = WordsField(_("zone or window"), max=80, blank=True)
    service_phone = models.CharField(_("service number"), max_length=30, blank=True)
    complaint_phone = models.CharField(_("complaint number"), max_length=30, blank=True)
    phones_checked_on = models.DateField(_("numbers checked on"), null=True, blank=True)
    hours = StreamField([("opening", blocks.OpeningBlock())], verbose_name=_("opening hours"), blank=True)
    exceptions = StreamField([("exception", blocks.ExceptionBlock())], verbose_name=_("exceptions"), blank=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="service_point",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="service_point",
        for_concrete_model=False,
    )

    objects = ServicePointQuerySet.as_manager()

    search_fields = (
        index.SearchField("name_text", boost=5),
        index.SearchField("address_text"),
        index.AutocompleteField("name_text"),
        index.FilterField("organisation"),
        index.FilterField("live"),
        index.FilterField("retired_at"),
        index.FilterField("code"),
        index.FilterField("level"),
    )

    class Meta(Publication.Meta):
        verbose_name = _("service point")
        verbose_name_plural = _("service points")

    def __str__(self) -> str:
        return str(self.name)

    def save(self, **options: Any) -> None:
        held = self.holds_places
        super().save(**options)
        if held and not self.holds_places:
            # The search, notified of the row, read the old places: they are written after it.
            index.insert_or_update_object(self)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        version = super().with_content_json(content)
        version.recognise_places()
        return version

    def recognise_places(self) -> None:
        """Let each place that this point holds in memory be the stored row with its code.

        A version does not know the keys of rows that were written after it: publishing it would delete them and make
        them anew, and two places that change their codes would collide. A row whose code nobody uses any more keeps
        its key under a new code.
        """
        if not self.holds_places:
            return
        held = list(self.places.all())
        stored = dict(Place.objects.filter(point=self.pk).values_list("code", "pk"))
        free = {*stored.values()} - {stored.get(place.code) for place in held}
        for place in held:
            place.pk = stored.get(place.code, place.pk if place.pk in free else None)
            place._state.adding = place.pk is None

    def findings(self) -> Iterator[Finding]:
        yield from about_numbers(self.service_phone, self.complaint_phone, needed=True)
        yield from about_hours((v["days"], v["opens"], v["closes"]) for v in (block.value for block in self.hours))
        days = (block.value for block in self.exceptions)
        yield from about_exceptions((day["date"], day["opens"], day["closes"]) for day in days)
        if not self.live:
            yield from about_opening(
                hours=bool(self.hours), agents=Post.objects.agents().filter(point=self.pk).exists()
            )

    @property
    def readable_hours(self) -> list[Any]:
        """The hours of every week that can be read: a draft, or a row stored by hand, may hold half of some."""
        values = (block.value for block in self.hours)
        return [value for value in values if value["opens"] and value["closes"] and value["service"] in Session.values]

    @property
    def readable_exceptions(self) -> list[Any]:
        """The days that differ and can be read: with both times, or with neither, when the point is closed."""
        values = (block.value for block in self.exceptions)
        return [value for value in values if value["date"] and bool(value["opens"]) == bool(value["closes"])]

    @property
    def holds_places(self) -> bool:
        """Whether places of this point are in memory, to be written with it."""
        return bool(self.places.is_deferring)  # type: ignore[attr-defined]

    @property
    def name_text(self) -> str:
        """The name in every language, for the index."""
        return " ".join(self.name.values())

    @property
    def address_text(self) -> str:
        """Address and directions in every language, for the index."""
        return " ".join([*self.address.values(), *self.directions.values()])
