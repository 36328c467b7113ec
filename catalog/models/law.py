import datetime as dt
from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models.registry import NamedRow, RegistryQuerySet
from portal.kit import clock
from portal.kit.word_fields import WordsField


class LawQuerySet(RegistryQuerySet["Law"]):
    def repealed(self) -> Self:
        """Laws that are not in force any more."""
        return self.filter(repealed_on__lte=clock.today())

    def amended(self) -> Self:
        """Laws of which the last amendment is in force."""
        return self.filter(amended_on__lte=clock.today())


class Law(NamedRow):
    """A law or rule that items name as their legal basis, and what has become of it.

    ``amended_on`` is the day on which the last amendment came into force.
    """

    name = WordsField(_("name"), max=150)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    amended_on = models.DateField(_("last amendment in force from"), null=True, blank=True)
    repealed_on = models.DateField(_("repealed on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )

    objects = LawQuerySet.as_manager()

    class Meta(NamedRow.Meta):
        verbose_name = _("law")
        verbose_name_plural = _("laws")

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        for field, sentence in wrong_dates(self.in_force_from, self.amended_on, self.repealed_on):
            raise ValidationError({field: sentence})
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            raise ValidationError({"replaced_by": _("A law does not replace itself.")})

    @property
    def is_repealed(self) -> bool:
        """Whether the law is out of force today."""
        return self.repealed_on is not None and self.repealed_on <= clock.today()


def wrong_dates(
    start: dt.date | None, amended: dt.date | None, repealed: dt.date | None
) -> Iterator[tuple[str, Promise]]:
    """Yield the field and a sentence for each date of a law that lies before its START."""
    for field, day in (("amended_on", amended), ("repealed_on", repealed)):
        if start and day and day < start:
            yield field, _("This day lies before the day on which the law came into force.")
