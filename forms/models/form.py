from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from configuration.builder.models import DraftedDefinition
from configuration.versions import FrozenVersion, Versioned
from forms.spec import FormSpec


class FormVersion(FrozenVersion):
    """One frozen state of a form; drafts and cases keep the one with which they began."""

    kind = "form"

    def read(self) -> FormSpec:
        """Return the form."""
        return self._read(FormSpec)


class Form(DraftedDefinition):
    """A form under its code, with its current version, and the draft that editors work on."""

    kind = "form"

    # None for a form begun in the admin, until it is published: `published()` leaves it out.
    current: Any = models.ForeignKey(FormVersion, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Versioned.Meta):
        verbose_name = _("online form")
        verbose_name_plural = _("online forms")
