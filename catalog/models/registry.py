"""Base of the reference registries: a stable code, an order, and retirement instead of deletion."""

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kit.models import PublicRow

R = TypeVar("R", bound="Registry")


class RegistryQuerySet(models.QuerySet[R]):
    def current(self) -> Self:
        """Rows that are in use."""
        return self.filter(retired_at=None)


class Registry(PublicRow):
    code = models.SlugField(_("code"), max_length=80, unique=True, help_text=_("Never changes, whatever the name."))
    order = models.PositiveIntegerField(_("order"), default=0)
    articles = models.JSONField(_("articles of the rule"), default=list, blank=True, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("order", "code")
