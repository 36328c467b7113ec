from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import ClockState


class ClockRun(models.Model):
    """One clock of a case: started, due, paused, stopped; dates by the official calendar.

    ``due_on`` already contains the working days of finished pauses; ``provisional`` says that the calendar of that year
    is not announced.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="deadlines")
    clock = models.SlugField(_("clock"), max_length=40)
    state = models.CharField(max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    started_at = models.DateTimeField(_("started"))
    working_days = models.PositiveSmallIntegerField(_("working days"))
    due_on = models.DateField(_("due"))
    provisional = models.BooleanField(_("provisional"), default=False)
    paused_on = models.DateField(null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField(_("working days paused"), default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ("due_on", "pk")
        constraints = (models.UniqueConstraint(fields=["case", "clock"], name="one_clock_of_a_kind_per_case"),)

    def __str__(self) -> str:
        return f"{self.clock} {self.due_on}"
