"""Parts of the guide of an item beyond its columns: materials with their names, telephone numbers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from catalog.blank_forms import Download, downloads
from catalog.enums import MaterialForm, Need, Purpose, Source
from catalog.models import ContactNumber, Material, Organisation, ServiceItem
from configuration import site
from portal.kit.words import Words

STRICTNESS = {Need.OPTIONAL: 0, Need.DEFERRABLE: 1, Need.REQUIRED: 2}


@dataclass(frozen=True)
class GuideMaterial:
    """``copies`` are handed in; an original with none is looked at and given back."""

    code: str
    name: Words
    need: Need
    forms: list[MaterialForm]
    copies: int
    source: Source
    note: Words
    through_agent: bool
    downloads: tuple[Download, ...] = ()

    @property
    def only_shown(self) -> bool:
        """Whether the original is looked at and given back."""
        return not self.copies and MaterialForm.ORIGINAL in self.forms


def needed_materials(*items: ServiceItem) -> list[GuideMaterial]:
    """Return the materials of ITEMS in their order; one query for the registry's names.

    What several items need is there once: as the first of them needs it that cannot do without it.
    """
    values = [block.value for item in items for block in item.materials]
    registry = {row.code: row for row in Material.objects.filter(code__in=[value["material"] for value in values])}
    found: dict[str, GuideMaterial] = {}
    for value in values:
        one = _needed(value, registry.get(value["material"]))
        if one.code not in found or STRICTNESS[one.need] > STRICTNESS[found[one.code].need]:
            found[one.code] = one
    return list(found.values())


def _needed(value: Any, known: Material | None) -> GuideMaterial:
    return GuideMaterial(
        code=value["material"],
        name=value["name"] or (known.name if known else Words.of(value["material"])),
        need=Need(value["need"]),
        forms=[MaterialForm(form) for form in value["form"]],
        copies=value["copies"] or 0,
        source=Source(value["source"] or (known.source if known else Source.APPLICANT)),
        note=value["note"] or (known.note if known else Words()),
        through_agent=bool(value["through_agent"]),
        downloads=tuple(downloads(known)) if known else (),
    )


def numbers_for(item: ServiceItem) -> dict[str, ContactNumber]:
    """Return the number to call about ITEM for each purpose: its own, or the nearest to its department."""
    of = {Purpose.SERVICE: item.service_phones, Purpose.COMPLAINT: item.complaint_phones}
    own = {
        purpose.value: ContactNumber(organisation=item.department, purpose=purpose, number=numbers[0])
        for purpose, numbers in of.items()
        if numbers
    }
    return (contact_numbers(item.department) if len(own) < len(of) else {}) | own


def contact_numbers(organisation: Organisation) -> dict[str, ContactNumber]:
    """Return the nearest number for each purpose: of ORGANISATION, of those above it, of the competent authority.

    An organisation of another tree, e.g. of another province's list, is none of the authority's: nobody there knows it.
    """
    above = Q(organisation__in=Organisation.objects.containing(organisation))
    numbers = ContactNumber.objects.filter(
        above | Q(organisation__code=site.current().competent_authority), retired_at=None
    )

    def distance(row: ContactNumber) -> tuple[int, int]:
        of = row.organisation
        return (-of.path.depth if of.contains(organisation) else 0), row.order

    found: dict[str, ContactNumber] = {}
    near = [row for row in numbers.select_related("organisation") if row.organisation.path.shared(organisation.path)]
    for row in sorted(near, key=distance):
        found.setdefault(row.purpose, row)
    return found
