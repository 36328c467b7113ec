"""The submitted form, frozen: ordered sections of label, value and type, readable whatever becomes of the form."""

from typing import Any

from forms import masks
from forms.spec import SILENT, Answers, Facts, Field, FormSpec, given, visible_fields

Section = dict[str, Any]


def dossier(spec: FormSpec, answers: Answers, facts: Facts) -> list[Section]:
    """Return ``[{"title": {language: text}, "rows": [{"key", "label", "type", "value" | "masked"}]}]``.

    Values are text by language for choices and plain text otherwise; a personal value appears masked only.
    """
    counted = given(spec, answers, facts)
    sections = []
    for step in spec.steps:
        shown = visible_fields(step, counted, facts)
        rows = [_row(key, field, counted[key]) for key, field in shown.items() if key in counted]
        if rows:
            sections.append({"title": dict(step.title), "rows": rows})
    return sections


def _row(key: str, field: Field, value: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"key": key, "label": dict(field.label), "type": field.type}
    if field.personal:
        return row | {"masked": masks.masked(field.type, str(value))}
    if field.options:
        chosen = value if isinstance(value, list) else [value]
        return row | {"value": [dict(field.options[one]) for one in chosen if one in field.options]}
    return row | {"value": value}


def personal(spec: FormSpec, answers: Answers, facts: Facts) -> dict[str, Any]:
    """Return the personal answers by key: what is sealed on the party."""
    counted = given(spec, answers, facts)
    fields = {key: field for _step, key, field in spec.fields() if field.type not in SILENT}
    return {key: value for key, value in counted.items() if fields[key].personal}
