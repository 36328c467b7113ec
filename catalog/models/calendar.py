from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from catalog.models.registry import NamedRow, RegistryQuerySet
from portal.kit.models import PublicRow
from portal.kit.word_fields import WordsField


class Calendar(NamedRow):
    """An official calendar: the days that the law closes every year, and one announcement a year.

    ``every_year`` holds dates as ``MM-DD``: the floor for a year that is not announced yet.
    """

    name = WordsField(_("name"), max=60, blank=True)
    every_year = models.JSONField(
        _("closed every year"), default=list, blank=True, help_text=_('Month and day, e.g. ["01-01", "05-01"].')
    )

    objects = RegistryQuerySet["Calendar"].as_manager()

    class Meta(NamedRow.Meta):
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def __str__(self) -> str:
        return str(self.name) or self.code


class CalendarYear(PublicRow, ClusterableModel):
    """One year of an official calendar, as announced; a year without a row makes due dates provisional."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="years", verbose_name=_("calendar"))
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("announced by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ("calendar", "year")
        constraints = (models.UniqueConstraint(fields=["calendar", "year"], name="one_announcement_a_year"),)

    def __str__(self) -> str:
        return str(self.year)


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def of(self, calendar: str) -> Self:
        """The days of the calendar with this code, its years with them."""
        return self.filter(year__calendar__code=calendar).select_related("year")


class CalendarDay(PublicRow):
    """A day that differs from the week: a public holiday, or a weekend day that is worked (调休)."""

    year = ParentalKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("date"))
    works = models.BooleanField(_("is a working day"), default=False)
    name = models.CharField(_("name"), max_length=40, blank=True)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ("date",)
        constraints = (models.UniqueConstraint(fields=["year", "date"], name="one_rule_a_day"),)

    def __str__(self) -> str:
        return f"{self.date} {self.name}".strip()
