import datetime as dt
from collections.abc import Iterable
from typing import Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import TICKING, IntakeChannel, WaitsFor
from cases.models.clock_run import ClockRun
from catalog.enums import Mode
from catalog.models import Organisation
from catalog.models.organisation import DEEPEST
from portal.kit.json import ReadableJSON
from portal.kit.word_fields import WordsField

# Sorts behind every date, so that lists need no expression for what has none.
NEVER = dt.date.max
SCOPES = tuple(f"scope_{depth}" for depth in range(1, DEEPEST + 1))
# At the end of the indexes of long lists: a filter is then judged without reading the rows.
FILTERED = ("mode", "channel", "item")
OPEN, CLOSED = models.Q(closed_at=None), models.Q(closed_at__isnull=False)


class CaseQuerySet(models.QuerySet["Case"]):
    def below(self, head: Organisation) -> Self:
        """Cases of HEAD and of the organisations below it: one column, so that an index gives them in order."""
        return self.filter(**{SCOPES[head.path.depth - 1]: head.pk})

    def within(self, heads: Iterable[Organisation]) -> Self:
        """Cases of any of HEADS and of the organisations below them; for single cases, not for lists."""
        condition = models.Q(pk__in=[])
        for head in heads:
            condition |= models.Q(**{SCOPES[head.path.depth - 1]: head.pk})
        return self.filter(condition)

    def open(self) -> Self:
        """Cases that are not closed."""
        return self.filter(OPEN)

    def closed(self) -> Self:
        """Cases that are closed."""
        return self.filter(CLOSED)

    def with_due(self) -> Self:
        """With ``due_on``, the earliest due date of a ticking clock, and ``due_provisional``."""
        ticking = ClockRun.objects.filter(case=models.OuterRef("pk"), state__in=TICKING).order_by("due_on", "pk")
        return self.annotate(
            due_on=models.Subquery(ticking.values("due_on")[:1]),
            due_provisional=models.Subquery(ticking.values("provisional")[:1]),
        )

    def for_queue(self) -> Self:
        """With the columns of a row of the queue, without large or sealed ones."""
        return self.select_related("responsible", "applicant").defer(
            "dossier", "consents", "applicant__name", "applicant__identity", "applicant__phone", "applicant__answers"
        )


def _a_depth(name: str, *fields: str, condition: models.Q) -> list[models.Index]:
    """Return an index a depth of the tree, so that every list within one organisation is a stretch of an index."""
    return [
        models.Index(
            fields=[scope, *fields],
            name=f"case_{name}_{scope}",
            condition=models.Q(**{f"{scope}__isnull": False}) & condition,
        )
        for scope in SCOPES
    ]


class Case(models.Model):
    """Application of one applicant. Personal data is on its parties, sealed; this row can be listed and searched.

    ``number`` is what the citizen types: 60 random bits and a check character, e.g. ``DB-7K3M-9QXW-4T2H-C``.
    ``dossier`` is the submitted form, frozen: ``[{"title": Words, "rows": [{"key", "label": Words, "type",
    "value" | "masked"}]}]``; personal values appear masked in it, in full only on the party.
    ``language`` is that in which the applicant filled in the form: they are written to in it; empty for the site's own.
    ``visit_at`` is when the applicant comes, kept by booking and cancelling, so that lists need no join.
    ``version`` is raised by every change: moves are compare-and-swap on it.

    Lists read columns that cases/actions/columns.py keeps: ``next_due_on`` (the earliest running clock),
    ``next_event_on`` (that or the day of the visit, the earlier one), ``waits_for``, and ``scope_1`` … ``scope_6``,
    the keys of the organisations from the root down to its own. ``item`` is the first of its items.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(pgettext_lazy("of a case", "number"), max_length=24, unique=True)
    subject = WordsField(_("subject"), max=200)
    mode = models.CharField(_("how we help"), max_length=20, choices=Mode.choices)
    channel = models.CharField(_("received"), max_length=20, choices=IntakeChannel.choices)
    organisation = models.ForeignKey("catalog.Organisation", models.PROTECT, related_name="cases")
    point = models.ForeignKey("catalog.ServicePoint", models.PROTECT, null=True, blank=True, related_name="cases")
    items = models.ManyToManyField("catalog.ServiceItem", related_name="cases", blank=True)
    item = models.ForeignKey(
        "catalog.ServiceItem", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    responsible = models.ForeignKey("users.User", models.PROTECT, null=True, blank=True, related_name="cases")
    applicant = models.OneToOneField("cases.Party", models.PROTECT, null=True, related_name="+")
    workflow_version = models.ForeignKey("cases.WorkflowVersion", models.PROTECT, related_name="cases")
    form_version = models.ForeignKey("forms.FormVersion", models.PROTECT, null=True, blank=True, related_name="cases")
    # The submitted form: unique, so that of two submissions of one draft only one opens a case.
    draft = models.OneToOneField("forms.Draft", models.SET_NULL, null=True, blank=True, related_name="case")
    state = models.SlugField(_("state"), max_length=40, db_index=False)
    version = models.PositiveIntegerField(default=1)
    dossier = models.JSONField(encoder=ReadableJSON, default=list)
    consents = models.JSONField(encoder=ReadableJSON, default=list)
    # With a default in the database: while a new version is deployed, the old one still opens cases.
    language = models.CharField(max_length=20, blank=True, default="", db_default="")
    submitted_at = models.DateTimeField(_("submitted"))
    visit_at = models.DateTimeField(_("visit"), null=True, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("of a case", "closed"), null=True, blank=True)

    next_due_on = models.DateField(_("due"), null=True, editable=False)
    next_due_provisional = models.BooleanField(_("provisional"), default=False, editable=False)
    next_event_on = models.DateField(default=NEVER, editable=False)
    waits_for = models.CharField(
        _("waits for"), max_length=10, choices=WaitsFor.choices, default=WaitsFor.STAFF, editable=False
    )
    scope_1 = models.BigIntegerField(null=True, editable=False)
    scope_2 = models.BigIntegerField(null=True, editable=False)
    scope_3 = models.BigIntegerField(null=True, editable=False)
    scope_4 = models.BigIntegerField(null=True, editable=False)
    scope_5 = models.BigIntegerField(null=True, editable=False)
    scope_6 = models.BigIntegerField(null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = (
            *_a_depth("open", "next_event_on", "id", *FILTERED, condition=OPEN),
            *_a_depth("new", "next_event_on", "id", condition=OPEN & models.Q(responsible=None)),
            *_a_depth("mine", "responsible", "next_event_on", "id", condition=OPEN),
            *_a_depth("waits", "waits_for", "next_event_on", "id", condition=OPEN),
            *_a_depth("closed", "-closed_at", "-id", *FILTERED, condition=CLOSED),
            models.Index(fields=["item", "next_event_on", "id", *SCOPES], name="case_open_item", condition=OPEN),
            models.Index(fields=["item", "-closed_at", "-id", *SCOPES], name="case_closed_item", condition=CLOSED),
        )

    def __str__(self) -> str:
        return self.number
