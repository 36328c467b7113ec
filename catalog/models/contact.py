from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from catalog.enums import Purpose
from catalog.models.organisation import Organisation
from catalog.models.registry import NamedRow, RegistryQuerySet
from catalog.models.sort_name import SortNameField
from portal.kit import clock
from portal.kit.word_fields import WordsField


class ContactNumber(index.Indexed, NamedRow):
    """A telephone number of an organisation: for questions or for complaints (Art. 38)."""

    organisation = models.ForeignKey("catalog.Organisation", models.PROTECT, related_name="numbers")
    purpose = models.CharField(_("for"), max_length=20, choices=Purpose.choices)
    number = models.CharField(_("number"), max_length=30)
    label = WordsField(_("label"), max=100, blank=True)
    hours = WordsField(_("when"), max=100, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    sort_name = SortNameField(source="label")
    entered_on = models.DateField(default=clock.today, editable=False)

    objects = RegistryQuerySet["ContactNumber"].as_manager()

    search_fields = (
        index.SearchField("number"),
        index.SearchField("label"),
        index.FilterField("organisation"),
        index.FilterField("retired_at"),
        index.FilterField("code"),
    )

    class Meta(NamedRow.Meta):
        verbose_name = _("contact number")
        verbose_name_plural = _("contact numbers")

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **options: Any) -> None:
        """Store the row; a number that replaces another one was entered today."""
        if self.pk and not options.get("update_fields"):
            before = ContactNumber.objects.filter(pk=self.pk).values_list("number", flat=True).first()
            self.entered_on = self.entered_on if before in {None, self.number} else clock.today()
        super().save(*args, **options)

    def indexed_rows(self, key: Any) -> dict[type[models.Model], set[Any]]:
        """A number is found with its organisation."""
        return {Organisation: {self.organisation_id}}
