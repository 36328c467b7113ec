from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """One year of an official calendar, as announced; a year without a row makes due dates provisional."""

    calendar = models.SlugField(_("calendar"), max_length=50)
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("announced by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ("calendar", "year")
        constraints = (models.UniqueConstraint(fields=["calendar", "year"], name="one_announcement_a_year"),)

    def __str__(self) -> str:
        return f"{self.calendar} {self.year}"


class CalendarDay(models.Model):
    """A day that differs from the week: a public holiday, or a weekend day that is worked (调休)."""

    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    date = models.DateField(_("date"))
    works = models.BooleanField(_("is a working day"))
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ("date",)
        constraints = (models.UniqueConstraint(fields=["year", "date"], name="one_rule_a_day"),)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
