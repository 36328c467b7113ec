"""Origin of an imported row: each field as in the list, and its value of today."""

from dataclasses import dataclass
from typing import Any

from wagtail.admin.panels import Panel

from catalog.importers.item_fields import STATED, held
from catalog.models import ImportedItem, ImportedRow, ServiceItem
from portal.kit.words import Words


@dataclass(frozen=True)
class FieldProvenance:
    """``label`` of the field, its last value in the list, its value of today; ``edited`` where the two differ."""

    label: object
    listed: str
    here: str

    @property
    def edited(self) -> bool:
        return self.listed != self.here


class ProvenancePanel(Panel):
    """Shown for imported rows alone."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalog/admin/provenance.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk and self.origin())

        def origin(self) -> ImportedItem | ImportedRow | None:
            """Return what was last taken for the row of this form, asked once a form."""
            if not hasattr(self, "_origin"):
                self._origin = _origin(self.instance)
            return self._origin

        def get_context_data(self, parent_context: Any = None) -> Any:
            origin = self.origin()
            fields = fields_of(self.instance, origin.taken) if origin else []
            return super().get_context_data(parent_context) | {"origin": origin, "fields": fields}


def _origin(row: Any) -> ImportedItem | ImportedRow | None:
    if isinstance(row, ServiceItem):
        return ImportedItem.objects.filter(item=row.pk).first()
    return ImportedRow.objects.filter(kind=row._meta.label_lower, object_id=row.pk).first()


def fields_of(row: Any, taken: dict[str, Any]) -> list[FieldProvenance]:
    """Return the fields of ROW that its list named, beside the values TAKEN from it last."""
    return [
        FieldProvenance(row._meta.get_field(name).verbose_name, _listed(value), _here(row, name))
        for name, value in taken.items()
    ]


def _here(row: Any, name: str) -> str:
    return _listed(held(row, [name])[name]) if name in STATED else _plain(getattr(row, name))


def _listed(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(value: Any) -> str:
    if isinstance(value, Words):
        return value.in_language("")
    name = getattr(value, "name", value)
    return name.in_language("") if isinstance(name, Words) else str(name)
