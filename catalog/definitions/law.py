"""``laws.csv`` or ``laws/<code>.yaml``: the register of laws that items cite."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from catalog.definitions.fields import Day, at_most
from catalog.definitions.registry import RegistryKind
from catalog.legal_basis import citing_items
from catalog.models import Law, ServiceItem
from catalog.models.law import wrong_dates
from configuration.code_references import EACH, CodeReference
from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Definition, Ref, Said

SHOWN = 8  # items that the plan names


class LawSpec(Definition):
    law: Code
    name: Annotated[Said, at_most(150)]
    in_force_from: Day | None = None
    amended_on: Day | None = None
    repealed_on: Day | None = None
    replaced_by: Annotated[Code, Ref("law")] | None = None
    order: int = 0


DATES = ("in_force_from", "amended_on", "repealed_on")


class LawKind(RegistryKind[LawSpec]):
    name = "law"
    folder = "laws"
    order = 20
    schema = LawSpec
    model = Law
    says = (
        CodeReference("law", Law, "code"),
        CodeReference("law", ServiceItem, "basis", (EACH, "value", "law")),
    )

    def rows(self) -> Any:
        return super().rows().select_related("replaced_by")

    def check(self, spec: LawSpec, folder: Folder) -> Iterator[Complaint]:
        for field, sentence in wrong_dates(*(getattr(spec, name) for name in DATES)):
            yield Complaint((field,), "D323", str(sentence), "correct the dates")
        if spec.replaced_by == spec.law:
            yield Complaint(("replaced_by",), "D323", "a law does not replace itself", "name the law that does")

    def read(self, row: Any) -> dict[str, Any]:
        successor = row.replaced_by and row.replaced_by.code
        return {"name": row.name, "replaced_by": successor, **{name: getattr(row, name) for name in DATES}}

    def values(self, spec: LawSpec) -> dict[str, Any]:
        # Written after the law that replaces it: what others refer to comes first.
        successor = Law.objects.get(code=spec.replaced_by) if spec.replaced_by else None
        return {"name": spec.name, "replaced_by": successor, **{name: getattr(spec, name) for name in DATES}}

    def kept_by(self, code: str) -> str:
        items = citing_items().get(code, [])
        return f"{len(items)} items keep it" if items else ""

    def effects(self, specs: Sequence[LawSpec]) -> dict[str, str]:
        """Return which items cite the laws of SPECS, by code or by name."""
        found = citing_items()
        cited = {spec.law: sorted({*found.get(spec.law, []), *_by_name(spec, found)}) for spec in specs}
        return {code: _sentence(items) for code, items in cited.items() if items}


def _by_name(spec: LawSpec, found: dict[str, list[str]]) -> Iterator[str]:
    for name in spec.name.values():
        yield from found.get(name, [])


def _sentence(items: list[str]) -> str:
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return f"cited by {len(items)} item{'s' if len(items) > 1 else ''}: {', '.join(items[:SHOWN])}{more}"
