from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.registry import NamedRow, RegistryQuerySet
from portal.kit.word_fields import WordsField


class Channel(NamedRow):
    """A way to reach the service (Art. 38): window, telephone, online, home visit, post."""

    name = WordsField(_("name"), max=40)
    description = WordsField(_("description"), max=500, blank=True)
    hours = WordsField(_("when"), max=100, blank=True)
    address = models.CharField(
        _("link"), max_length=200, blank=True, help_text=_("A path of this site, e.g. /points/.")
    )

    objects = RegistryQuerySet["Channel"].as_manager()

    class Meta(NamedRow.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return str(self.name)
