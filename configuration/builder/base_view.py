"""Base of the pages of one definition in the admin: which row, which revision was seen, and the way back."""

from typing import Any

from django.urls import reverse
from django.views import View
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from configuration.builder.description import BuilderDescription
from configuration.builder.models import DraftedDefinition

LONGEST_KEY = 18  # digits that every database takes


class DefinitionView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, View):
    """A page of ``object``; ``page_name`` is what it is called below the builder, empty for the builder itself."""

    http_method_names = ["get", "head", "post"]

    description: BuilderDescription = None  # type: ignore[assignment]
    index_url_name = edit_url_name = ""
    page_name: Any = ""
    object: DraftedDefinition

    def get_base_object_queryset(self) -> Any:
        return self.model.objects.filter(retired_at=None).select_related("current", "latest_revision")

    def seen(self) -> int | None:
        """Return the key of the revision from which the sent page was made; None for nothing that is a key."""
        sent = self.request.POST.get("seen", "")
        return int(sent) if sent.isdecimal() and len(sent) <= LONGEST_KEY else None

    def builder_address(self) -> str:
        """Return the address of the builder of this definition."""
        return reverse(self.edit_url_name, args=[self.object.pk])

    def published_spec(self) -> Any:
        """Return the definition that everybody gets today, or None for one that was never published."""
        return self.object.current.read() if self.object.current else None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        name = str(self.model._meta.verbose_name_plural).capitalize()
        here = [{"url": "", "label": str(self.page_name)}] if self.page_name else []
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": name},
            {"url": self.builder_address() if here else "", "label": str(self.object)},
            *here,
        ]
