"""``themes.csv`` or ``themes/<code>.yaml``."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import QuerySet

from catalog.definitions.fields import at_most
from catalog.definitions.registry import RegistryKind, counted
from catalog.enums import Audience
from catalog.models import ServiceItem, Theme
from configuration.code_references import CodeReference
from configuration.schema import Code, Definition, Said


class ThemeSpec(Definition):
    theme: Code
    name: Annotated[Said, at_most(40)]
    audience: Audience
    order: int = 0


class ThemeKind(RegistryKind[ThemeSpec]):
    name = "theme"
    folder = "themes"
    order = 20
    schema = ThemeSpec
    model = Theme
    says = (CodeReference("theme", Theme, "code"),)

    def read(self, row: Any) -> dict[str, Any]:
        return {"name": row.name, "audience": row.audience}

    def values(self, spec: ThemeSpec) -> dict[str, Any]:
        return {"name": spec.name, "audience": spec.audience}

    def echoes(self, code: str) -> Iterable[QuerySet[Any]]:
        return (ServiceItem.objects.filter(themes__code=code),)

    def kept_by(self, code: str) -> str:
        return counted(ServiceItem.objects.filter(themes__code=code), "items")
