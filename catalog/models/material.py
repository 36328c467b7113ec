from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from catalog import blank_forms
from catalog.enums import Source
from catalog.models.registry import NamedRow, RegistryQuerySet
from catalog.publication_rules import about_material
from portal.kit.word_fields import WordsField


class Material(NamedRow):
    """A document that many items ask for; an item names it and says how it is needed.

    ``blank`` and ``sample`` are files for the public (catalog/blank_forms.py); a replaced file is deleted.
    """

    name = WordsField(_("name"), max=100)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices, default=Source.APPLICANT)
    note = WordsField(_("note"), max=300, blank=True)
    blank = models.FileField(_("blank form"), upload_to=blank_forms.where, max_length=150, blank=True)
    sample = models.FileField(_("filled sample"), upload_to=blank_forms.where, max_length=150, blank=True)

    objects = RegistryQuerySet["Material"].as_manager()

    class Meta(NamedRow.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def save(self, *args: Any, **options: Any) -> None:
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **options)
        files = [(getattr(before, which), getattr(self, which)) for which in blank_forms.LABELS] if before else []
        for old, new in files:
            if old and old.name != new.name:
                transaction.on_commit(partial(old.storage.delete, old.name), robust=True)

    def clean(self) -> None:
        for found in about_material(self.name.values()):
            raise ValidationError({"name": found.sentence})

    def __str__(self) -> str:
        return str(self.name)
