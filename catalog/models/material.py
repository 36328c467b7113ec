from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import Source
from catalog.models.registry import Registry, RegistryQuerySet
from catalog.publishing import about_material
from portal.kit.words import WordsField


class Material(Registry):
    """A document that many items ask for; an item names it and says how it is needed."""

    name = WordsField(_("name"), max=100)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices, default=Source.APPLICANT)
    note = WordsField(_("note"), max=300, blank=True)

    objects = RegistryQuerySet["Material"].as_manager()

    class Meta(Registry.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def clean(self) -> None:
        for found in about_material(self.name.values()):
            raise ValidationError({"name": found.sentence})

    def __str__(self) -> str:
        return str(self.name)
