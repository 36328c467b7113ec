"""Base of the reference registries: a stable code, an order, and retirement instead of deletion."""

from typing import Any, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.sort_name import SortNameField
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


class NamedRow(Registry):
    """Rows that people read by their names.

    They are listed in the order of the editors, and where these gave none in that of the names; never in that of the
    codes, which no reader knows.
    """

    sort_name: Any = SortNameField()

    class Meta(Registry.Meta):
        abstract = True
        ordering = ("order", "sort_name", "code")  # type: ignore[assignment]

    def save(self, *args: Any, **options: Any) -> None:
        written = options.get("update_fields")
        if written and type(self).sort_names().source in written:
            options["update_fields"] = {*written, "sort_name"}
        super().save(*args, **options)

    @classmethod
    def sort_names(cls) -> SortNameField:
        """The column that orders the rows by name, for writers that pass by ``save``."""
        field: Any = cls._meta.get_field("sort_name")
        return field
