from django.db import models

from configuration.versions import FrozenVersion, Versioned
from forms.spec import FormSpec


class FormVersion(FrozenVersion):
    """One frozen state of a form; drafts and cases keep the one with which they began."""

    def read(self) -> FormSpec:
        """Return the form."""
        return self._read(FormSpec)


class Form(Versioned):
    """A form under its code, with its current version."""

    current = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
