import datetime as dt
from collections.abc import Iterator
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.search import index

from catalog import blocks
from catalog.enums import Exclusion, LimitUnit
from catalog.models import term_names
from catalog.models.publication import Publication
from catalog.publication_rules import (
    MONTH_AT_MOST,
    Finding,
    about_exclusion,
    about_fee,
    about_limits,
    about_material,
    about_type,
)
from configuration import site
from portal.kit import clock
from portal.kit.json import ReadableJSON
from portal.kit.word_fields import WordsField
from portal.kit.words import Words

SHOWN_IN_LISTS = (
    *("code", "name", "summary", "exclusion", "promised_days", "visits", "fee_charged", "offered_as"),
    *("department__name", "department__short_name"),
)


class ServiceItemQuerySet(models.QuerySet["ServiceItem"]):
    def public(self) -> Self:
        """Published items in use: what citizens may see."""
        return self.filter(live=True, retired_at=None)

    def in_order_of_lists(self) -> Self:
        """Popular items of the site first, then by the editors' order, then by name."""
        popular = site.current().popular
        ranks = [When(code=code, then=Value(rank)) for rank, code in enumerate(popular)]
        # Without popular items the rank would be a bare number, which PostgreSQL takes for the position of a column.
        first = [Case(*ranks, default=Value(len(popular)), output_field=IntegerField())] if ranks else []
        return self.order_by(*first, "order", "sort_name", "code")

    def within(self, organisations: models.QuerySet[Any]) -> Self:
        """Items for which ORGANISATIONS are responsible."""
        return self.filter(department__in=organisations)

    def for_list(self) -> Self:
        """With what a list row shows and no more: guides are long, and a list holds twenty."""
        return self.select_related("department").only(*SHOWN_IN_LISTS)


class ServiceItem(Publication):
    """A service item (政务服务事项) with its guide: the elements of GB/T 39554.2 that citizens read.

    ``code_raw`` is the official code as published, never truncated; unique per scheme. What we promise counts in
    working days, what the law allows in the unit of that law. Nobody has stated ``visits`` or ``fee_charged`` that
    is None, nor an ``audience`` that is empty; no page claims anything of these.
    """

    page_template = "catalog/item.html"
    publish_grant, owner, confirmed = "items.publish", "department", "checked_on"

    name = WordsField(_("name"), max=200)
    summary = WordsField(_("in one sentence"), max=300, blank=True)
    also_called = models.JSONField(_("also called"), encoder=ReadableJSON, default=list, blank=True)
    asked_as = models.JSONField(_("asked as"), encoder=ReadableJSON, default=list, blank=True)
    code_scheme = models.SlugField(_("scheme of the official code"), max_length=40, blank=True)
    code_raw = models.CharField(_("official code"), max_length=200, blank=True)
    item_class = models.SlugField(_("class"), max_length=40, db_index=False)
    task_type = models.CharField(_("type in the national list"), max_length=20, blank=True)
    topic = models.SlugField(_("topic"), max_length=40, blank=True)
    audience = models.JSONField(_("for whom"), encoder=ReadableJSON, default=list, blank=True)
    offered_as = models.JSONField(_("how we help"), encoder=ReadableJSON, default=list)
    department = models.ForeignKey("catalog.Organisation", models.PROTECT, related_name="items")
    themes = ParentalManyToManyField("catalog.Theme", blank=True, related_name="items", verbose_name=_("themes"))
    decided_at = models.JSONField(_("levels where it is decided"), encoder=ReadableJSON, default=list, blank=True)
    eligibility = WordsField(_("who can apply"), max=600, blank=True)
    statutory_limit = models.PositiveSmallIntegerField(_("statutory limit"), null=True, blank=True)
    statutory_unit = models.CharField(
        _("counted in"), max_length=20, choices=LimitUnit.choices, default=LimitUnit.WORKING_DAYS
    )
    promised_days = models.PositiveSmallIntegerField(
        _("promised limit, working days"), null=True, blank=True, help_text=_("0 means on the spot.")
    )
    visits = models.PositiveSmallIntegerField(
        _("trips to the window"),
        default=1,
        null=True,
        blank=True,
        help_text=_("Left empty, the guide says that it is not stated."),
    )
    fee_charged = models.BooleanField(_("the department charges a fee"), default=False, null=True, blank=True)
    fee = WordsField(_("fee of the department"), max=300, blank=True)
    service_phones = models.JSONField(_("telephone for questions"), encoder=ReadableJSON, default=list, blank=True)
    complaint_phones = models.JSONField(_("telephone for complaints"), encoder=ReadableJSON, default=list, blank=True)
    handled_at = WordsField(_("where it is done"), max=300, blank=True)
    link = models.URLField(_("page of the authority"), max_length=500, blank=True)
    home_visit = models.BooleanField(_("home visit possible"), default=False)
    exclusion = models.CharField(_("excluded"), max_length=20, choices=Exclusion.choices, blank=True)
    exclusion_reason = WordsField(_("why it is excluded"), max=300, blank=True)
    materials = StreamField([("material", blocks.NeededMaterialBlock())], verbose_name=_("materials"), blank=True)
    steps = StreamField([("step", blocks.StepBlock())], verbose_name=_("steps"), blank=True)
    basis = StreamField([("basis", blocks.BasisBlock())], verbose_name=_("legal basis"), blank=True)
    questions = StreamField([("question", blocks.QuestionBlock())], verbose_name=_("questions"), blank=True)
    form = models.SlugField(_("online form"), max_length=80, blank=True)
    appointment = models.SlugField(_("kind of appointment"), max_length=80, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    imported_from = models.CharField(_("imported from"), max_length=80, blank=True, editable=False)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="service_item",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="service_item",
        for_concrete_model=False,
    )

    objects = ServiceItemQuerySet.as_manager()

    search_fields = (
        index.SearchField("name_text", boost=5),
        index.SearchField("other_text"),
        index.SearchField("code_raw"),
        index.AutocompleteField("name_text"),
        index.FilterField("department"),
        index.FilterField("item_class"),
        index.FilterField("live"),
        index.FilterField("retired_at"),
        index.FilterField("code"),
    )

    class Meta(Publication.Meta):
        verbose_name = _("service item")
        verbose_name_plural = _("service items")
        constraints = (
            models.UniqueConstraint(
                fields=["code_scheme", "code_raw"],
                condition=~models.Q(code_raw=""),
                name="one_item_per_official_code",
                violation_error_message=_("Another item has this official code."),
            ),
            models.CheckConstraint(
                condition=models.Q(statutory_limit=None)
                | models.Q(promised_days=None)
                | models.Q(promised_days__lte=models.F("statutory_limit"))
                | models.Q(statutory_unit="months", promised_days__lte=models.F("statutory_limit") * MONTH_AT_MOST),
                name="promised_within_statutory",
                violation_error_message=_("The promised limit is longer than the statutory one."),
            ),
        )
        indexes = (models.Index(fields=["live", "retired_at", "item_class"]),)

    def __str__(self) -> str:
        return str(self.name)

    def findings(self) -> Iterator[Finding]:
        yield from about_limits(self.statutory_limit, self.statutory_unit, self.promised_days)
        yield from about_exclusion(self.exclusion, self.exclusion_reason)
        yield from about_type(self.task_type)
        yield from about_fee(self.fee.values())
        yield from about_material(name for block in self.materials for name in (block.value["name"] or {}).values())

    @property
    def name_text(self) -> str:
        """Name and everyday names in every language, for the index."""
        return " ".join([*self.name.values(), *self.also_called, *self.asked_as])

    @property
    def other_text(self) -> str:
        """Summary, class and topic, for the index."""
        return " ".join([*self.summary.values(), *self.class_name.values(), *self.topic_name.values()])

    @property
    def class_name(self) -> Words:
        """Name of the class of Art. 14."""
        return term_names.name(self.item_class)

    @property
    def topic_name(self) -> Words:
        """Name of the topic of public service; empty for administrative powers."""
        return term_names.name(self.topic) if self.topic else Words()

    @property
    def checked_since(self) -> dt.date | None:
        """The day on which it was confirmed as still right, if nothing has changed after it was."""
        return self.checked_on if self.checked_on and self.checked_on > clock.date_of(self.updated_at) else None

    @property
    def is_excluded(self) -> bool:
        """Whether Art. 5 keeps this item out of assistance."""
        return bool(self.exclusion)
