"""``materials.csv`` or ``materials/<code>.yaml``; blank forms and samples are uploaded in the admin and stay there."""

from collections.abc import Iterator
from typing import Annotated, Any

from catalog.definitions.fields import at_most
from catalog.definitions.registry import RegistryKind
from catalog.enums import Source
from catalog.models import Material
from catalog.publication_rules import about_material
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Definition, Said
from portal.kit.words import Words


class MaterialSpec(Definition):
    material: Code
    name: Annotated[Said, at_most(100)]
    source: Source = Source.APPLICANT
    note: Annotated[Said, at_most(300)] = Words()
    order: int = 0


class MaterialKind(RegistryKind[MaterialSpec]):
    name = "material"
    folder = "materials"
    order = 20
    schema = MaterialSpec
    model = Material
    says = (CodeReference("material", Material, "code"),)

    def check(self, spec: MaterialSpec, folder: Folder) -> Iterator[Complaint]:
        for found in about_material(spec.name.values()):
            yield Complaint(("name",), found.code, str(found.sentence))

    def read(self, row: Any) -> dict[str, Any]:
        return {"name": row.name, "source": row.source, "note": row.note}

    def values(self, spec: MaterialSpec) -> dict[str, Any]:
        return {"name": spec.name, "source": spec.source, "note": spec.note}
