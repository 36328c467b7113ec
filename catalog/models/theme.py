from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import Audience
from catalog.models.registry import NamedRow, RegistryQuerySet
from portal.kit.word_fields import WordsField


class Theme(NamedRow):
    """A heading under which people look for items, for one audience; local themes beside the national list."""

    name = WordsField(_("name"), max=40)
    audience = models.CharField(_("for whom"), max_length=20, choices=Audience.choices)

    objects = RegistryQuerySet["Theme"].as_manager()

    class Meta(NamedRow.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return str(self.name)
