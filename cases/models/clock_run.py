from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import ClockState


class ClockRun(models.Model):
    """One run of a clock of a case: started, due, paused, stopped; dates by the official calendar.

    A clock may run again; its runs are numbered from 1, and at most one of them is not stopped. ``due_on`` already
    contains the working days of finished pauses; ``provisional`` says that the calendar of that year is not announced.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="clock_runs")
    clock = models.SlugField(_("clock"), max_length=40)
    number = models.PositiveSmallIntegerField(_("run"), default=1)
    state = models.CharField(max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    started_at = models.DateTimeField(_("started"))
    working_days = models.PositiveSmallIntegerField(_("working days"))
    due_on = models.DateField(_("due"))
    provisional = models.BooleanField(_("provisional"), default=False)
    paused_on = models.DateField(null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField(_("working days paused"), default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("run of a clock")
        verbose_name_plural = _("runs of clocks")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["case", "clock", "number"], name="clock_run_number_once"),
            models.UniqueConstraint(
                fields=["case", "clock"], condition=models.Q(stopped_at=None), name="one_open_run_per_clock"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ClockState.STOPPED, stopped_at__isnull=False)
                | (~models.Q(state=ClockState.STOPPED) & models.Q(stopped_at=None)),
                name="stopped_run_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.clock} {self.number} {self.due_on}"
