"""``organisations.csv`` or ``organisations/<code>.yaml``: the tree of authorities, centres and departments."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import Field

from catalog.definitions.fields import at_most
from catalog.definitions.registry import RegistryKind, counted, unknown_level
from catalog.models import ImportedChange, ImportedRow, Organisation, ServiceItem, ServicePoint
from catalog.models.organisation import DEEPEST
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Definition, Ref, Said
from portal.kit.words import Words


class OrganisationSpec(Definition):
    organisation: Code
    name: Annotated[Said, at_most(100)]
    short_name: Annotated[Said, at_most(30)] = Words()
    level: Annotated[Code, Ref("level", must_exist=False)]
    parent: Annotated[Code, Ref("organisation")] | None = None
    hosted_by: Annotated[Code, Ref("organisation")] | None = Field(
        default=None, description="the district in whose area a functional zone lies"
    )
    area_code: str = Field(default="", pattern=r"^(\d{2,12})?$", description="statistical code; never a key")
    order: int = 0


class OrganisationKind(RegistryKind[OrganisationSpec]):
    name = "organisation"
    folder = "organisations"
    order = 15
    schema = OrganisationSpec
    model = Organisation
    says = (
        CodeReference("organisation", Organisation, "code"),
        CodeReference("organisation", Organisation, "path", pattern="(?<=/){}(?=/)"),
        # The lists from which points and numbers were imported know their rows by it.
        CodeReference("organisation", ImportedRow, "key", pattern=r"\A{}(?=\|)"),
        CodeReference("level", Organisation, "level"),
        # What an import took and replaced, of organisations and of points.
        CodeReference("level", ImportedRow, "taken", ("level",)),
        *(CodeReference("level", ImportedChange, when, ("level",)) for when in ("before", "after")),
    )

    def rows(self) -> Any:
        return super().rows().select_related("parent", "hosted_by").order_by("path")

    def read(self, row: Any) -> dict[str, Any]:
        return {
            "name": row.name,
            "short_name": row.short_name,
            "level": row.level,
            "parent": row.parent and row.parent.code,
            "hosted_by": row.hosted_by and row.hosted_by.code,
            "area_code": row.area_code,
        }

    def values(self, spec: OrganisationSpec) -> dict[str, Any]:
        above = {code: _row(code) for code in (spec.parent, spec.hosted_by) if code}
        return self.columns(spec, above)

    def columns(self, spec: OrganisationSpec, organisations: Mapping[str, Organisation]) -> dict[str, Any]:
        """Return the fields that SPEC sets; parent and host are among ORGANISATIONS, by code."""
        return {
            "name": spec.name,
            "short_name": spec.short_name,
            "level": spec.level,
            "parent": organisations.get(spec.parent or ""),
            "hosted_by": organisations.get(spec.hosted_by or ""),
            "area_code": spec.area_code,
        }

    def kept_by(self, code: str) -> str:
        keepers = [
            counted(Organisation.objects.filter(parent__code=code, retired_at=None), "organisations"),
            counted(ServiceItem.objects.filter(department__code=code), "items"),
            counted(ServicePoint.objects.filter(organisation__code=code), "points"),
        ]
        return ", ".join(filter(None, keepers))

    def echoes(self, code: str) -> Iterable[QuerySet[Any]]:
        below = Organisation.objects.within(Organisation.objects.get(code=code))
        return below, ServiceItem.objects.within(below), ServicePoint.objects.within(below)

    def check(self, spec: OrganisationSpec, folder: Folder) -> Iterator[Complaint]:
        yield from unknown_level(("level",), spec.level, folder)
        seen = {spec.organisation}
        above = spec.parent
        while above and above not in seen:
            if len(seen) == DEEPEST:
                sentence = f"deeper than {DEEPEST}: only so many organisations can stand above each other"
                yield Complaint(("parent",), "D302", sentence, "choose a parent that stands higher")
                return
            seen.add(above)
            parent = folder.get("organisation", above)
            above = parent.parent if isinstance(parent, OrganisationSpec) else None
        if above == spec.organisation:
            yield Complaint(("parent",), "D302", "the organisation stands below itself", "choose another parent")


def _row(code: str) -> Organisation:
    """Return the organisation CODE; made empty if its own definition is written only after this one."""
    return Organisation.objects.get_or_create(code=code)[0]
