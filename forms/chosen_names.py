"""Names of what answers name by code: services, service points, territories."""

from collections import defaultdict
from collections.abc import Iterable

from catalog.models import Organisation, ServiceItem, ServicePoint
from forms.fields.base import ITEM, label_key

MODELS = {ITEM: ServiceItem, "point": ServicePoint}


def names_of(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the names of what is NAMED (kind and code), as `Labels` of the field types; one query a kind."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for kind, code in named:
        codes[kind].add(code)
    labels: dict[str, str] = {}
    for kind, model in MODELS.items():
        if codes[kind]:
            rows = model.objects.filter(code__in=codes[kind]).only("code", "name")
            labels |= {label_key(kind, row.code): str(row.name) for row in rows}
    if codes["organisation"]:
        rows = Organisation.objects.filter(code__in=codes["organisation"]).select_related("parent")
        labels |= {label_key("organisation", row.code): territory_name(row) for row in rows}
    return labels


def territory_name(territory: Organisation) -> str:
    """Return the name of TERRITORY after that of the one that holds it, unless that is the whole city."""
    above = territory.parent
    return f"{above} {territory}" if above is not None and above.parent_id else str(territory)
