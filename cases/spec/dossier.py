"""A submitted form, frozen on the case: readable for ever, whatever becomes of the form."""

from collections.abc import Mapping
from typing import Any

from cases import masks
from cases.spec.conditions import EMPTY, Answers, Facts
from cases.spec.form import Field, FormSpec, effective, visible_fields
from portal.kit.words import Words

Sections = list[dict[str, Any]]
MASKS = {
    "person_name": masks.name,
    "identity_document": masks.identity,
    "uscc": masks.identity,
    "mobile_or_fixed": masks.phone,
    "address": masks.address,
}


def dossier(spec: FormSpec, answers: Answers, facts: Facts, items: Mapping[str, Words] | None = None) -> Sections:
    """Return the answers as sections ``{"title", "rows": [{"key", "label", "type", "value" | "masked"}]}``.

    ANSWERS are cleaned ones; ITEMS gives names to the codes of chosen items. Labels are Words; the value of a choice
    is Words, of several choices a list of Words. A personal answer appears masked only.
    """
    counted = effective(spec, answers, facts)
    sections = []
    for step in spec.steps:
        fields = [f for f in visible_fields(step, counted, facts) if f.asks and counted.get(f.key) not in EMPTY]
        if fields:
            rows = [_row(field, counted[field.key], items or {}) for field in fields]
            sections.append({"title": dict(step.title), "rows": rows})
    return sections


def mask(field: Field, value: Any) -> str:
    """Return what is shown of a personal VALUE of FIELD: nothing of a kind that has no mask."""
    shown = MASKS.get(field.type)
    return shown(str(value)) if shown and field.personal != "sensitive" else masks.HIDDEN


def _row(field: Field, value: Any, items: Mapping[str, Words]) -> dict[str, Any]:
    row: dict[str, Any] = {"key": field.key, "label": dict(field.label), "type": field.type}
    if field.personal:
        return row | {"masked": mask(field, value)}
    return row | {"value": _readable(field, value, items)}


def _readable(field: Field, value: Any, items: Mapping[str, Words]) -> Any:
    names = items if field.type == "items" else field.options
    if field.type in {"choices", "items"}:
        return [dict(names.get(one) or Words.of(one)) for one in value]
    return dict(names[value]) if field.type == "choice" else value
