from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import TICKING, IntakeChannel
from cases.models.clock_run import ClockRun
from catalog.enums import Mode
from portal.kit.json import ReadableJSON
from portal.kit.word_fields import WordsField


class CaseQuerySet(models.QuerySet["Case"]):
    def within(self, organisations: models.QuerySet[Any]) -> Self:
        """Cases of ORGANISATIONS."""
        return self.filter(organisation__in=organisations)

    def open(self) -> Self:
        """Cases that are not closed."""
        return self.filter(closed_at=None)

    def with_due(self) -> Self:
        """With ``due_on``, the earliest due date of a ticking clock, and ``due_provisional``."""
        ticking = ClockRun.objects.filter(case=models.OuterRef("pk"), state__in=TICKING).order_by("due_on", "pk")
        return self.annotate(
            due_on=models.Subquery(ticking.values("due_on")[:1]),
            due_provisional=models.Subquery(ticking.values("provisional")[:1]),
        )

    def for_queue(self) -> Self:
        """With what a queue row shows, what must be done first on top."""
        return (
            self.with_due()
            .select_related("organisation", "point", "workflow_version", "assignee", "applicant")
            .order_by(models.F("due_on").asc(nulls_last=True), "submitted_at", "pk")
        )


class Case(models.Model):
    """What one applicant asked for. Personal data is on its parties, sealed; this row can be listed and searched.

    ``number`` is what the citizen types: 60 random bits and a check character, e.g. ``DB-7K3M-9QXW-4T2H-C``.
    ``dossier`` is the submitted form, frozen: ``[{"title": Words, "rows": [{"key", "label": Words, "type",
    "value" | "masked"}]}]``; personal values appear masked in it, in full only on the party.
    ``visit_at`` is when the applicant comes, kept by booking and cancelling, so that lists need no join.
    ``version`` is raised by every change: moves are compare-and-swap on it.
    """

    row = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=24, unique=True)
    subject = WordsField(_("subject"), max=200)
    mode = models.CharField(_("how we help"), max_length=20, choices=Mode.choices)
    channel = models.CharField(_("received"), max_length=20, choices=IntakeChannel.choices)
    organisation = models.ForeignKey("catalog.Organisation", models.PROTECT, related_name="cases")
    point = models.ForeignKey("catalog.ServicePoint", models.PROTECT, null=True, blank=True, related_name="cases")
    items = models.ManyToManyField("catalog.ServiceItem", related_name="cases", blank=True)
    assignee = models.ForeignKey("users.User", models.PROTECT, null=True, blank=True, related_name="cases")
    applicant = models.OneToOneField("cases.Party", models.PROTECT, null=True, related_name="+")
    workflow_version = models.ForeignKey("cases.WorkflowVersion", models.PROTECT, related_name="cases")
    form_version = models.ForeignKey("forms.FormVersion", models.PROTECT, null=True, blank=True, related_name="cases")
    # The submitted form: unique, so that of two submissions of one draft only one opens a case.
    draft = models.OneToOneField("forms.Draft", models.SET_NULL, null=True, blank=True, related_name="case")
    state = models.SlugField(_("state"), max_length=40)
    version = models.PositiveIntegerField(default=1)
    dossier = models.JSONField(encoder=ReadableJSON, default=list)
    consents = models.JSONField(encoder=ReadableJSON, default=list)
    submitted_at = models.DateTimeField(_("submitted"))
    visit_at = models.DateTimeField(_("visit"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = (
            models.Index(fields=["organisation", "closed_at", "submitted_at"]),
            models.Index(fields=["state"]),
        )

    def __str__(self) -> str:
        return self.number
