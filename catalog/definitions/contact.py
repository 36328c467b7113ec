"""``contacts.csv`` or ``contacts/<code>.yaml``: the numbers that everybody may call (Art. 38)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from catalog.definitions.fields import Day, at_most
from catalog.definitions.registry import RegistryKind
from catalog.enums import Purpose
from catalog.models import ContactNumber, Organisation
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Definition, Ref, Said
from portal.kit.phones import Phone
from portal.kit.words import Words


class ContactSpec(Definition):
    contact: Code
    organisation: Annotated[Code, Ref("organisation")]
    purpose: Purpose
    number: str = Field(max_length=30)
    label: Annotated[Said, at_most(100)] = Words()
    hours: Annotated[Said, at_most(100)] = Words()
    checked_on: Day | None = None
    order: int = 0


class ContactKind(RegistryKind[ContactSpec]):
    name = "contact"
    folder = "contacts"
    order = 30
    schema = ContactSpec
    model = ContactNumber
    says = (CodeReference("contact", ContactNumber, "code"),)

    def rows(self) -> Any:
        return super().rows().select_related("organisation")

    def read(self, row: Any) -> dict[str, Any]:
        return {
            "organisation": row.organisation.code,
            "purpose": row.purpose,
            "number": row.number,
            "label": row.label,
            "hours": row.hours,
            "checked_on": row.checked_on,
        }

    def values(self, spec: ContactSpec) -> dict[str, Any]:
        return self.columns(spec, {spec.organisation: Organisation.objects.get(code=spec.organisation)})

    def columns(self, spec: ContactSpec, organisations: Mapping[str, Organisation]) -> dict[str, Any]:
        """Return the fields that SPEC sets; its organisation is one of ORGANISATIONS, by code."""
        return {
            "organisation": organisations[spec.organisation],
            "purpose": spec.purpose,
            "number": spec.number,
            "label": spec.label,
            "hours": spec.hours,
            "checked_on": spec.checked_on,
        }

    def title(self, spec: ContactSpec) -> str:
        return spec.number

    def check(self, spec: ContactSpec, folder: Folder) -> Iterator[Complaint]:
        try:
            Phone.parse(spec.number)
        except ValueError as error:
            yield Complaint(("number",), "D303", str(error))
