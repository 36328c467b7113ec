"""A rule of definitions is a rule of the admin: each rule of a schema gets one wrong value, and both doors refuse it.

The wrong values come from the JSON schema of the kind, so that a rule which is written tomorrow is tried tomorrow.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pydantic import ValidationError as SchemaError
from wagtail_modeladmin.options import ModelAdmin

from catalog.admin import panels
from catalog.admin.registries import RegistriesGroup
from catalog.models import Post, ServiceItem, ServicePoint
from configuration import json_schema
from configuration.kinds import every, named
from configuration.specs import validated
from portal.kit import languages
from tests.catalog.definitions.samples import FULL
from tests.factories.post import UserFactory

pytestmark = pytest.mark.django_db

# Where a key of a definition has another name in the form.
NAMES = {
    "class": "item_class",
    "code.scheme": "code_scheme",
    "code.raw": "code_raw",
    "fee.charged": "fee_charged",
    "fee.text": "fee",
    "phones.service": "service_phones",
    "phones.complaint": "complaint_phones",
    "excluded.kind": "exclusion",
    "excluded.reason": "exclusion_reason",
    "hours.from": "hours.opens",
    "hours.to": "hours.closes",
    "exceptions.from": "exceptions.opens",
    "exceptions.to": "exceptions.closes",
    "steps": "steps.name",
    "steps.step": "steps.name",
    "from": "starts",
    "to": "ends",
}
# Keys that no form of the admin asks as one field, each with what stands in its place.
NOT_ASKED = {
    "articles": "traces the rule, in files alone",
    "was": "a renaming, in files alone",
    "published": "a button",
    "days.statutory": "a number and a unit",
    "days.promised": "a number of working days",
    "hours.by": "a box to tick",
    "hours.days": "boxes to tick",
    "materials.when": "a box to tick",
    "materials.material": "chosen in a window: a material is a row or has its name beside it",
    "person": "an account of its own",
    "username": "an account of its own",
    "email": "an account of its own",
    "years": "a register of its own",
    "code": "two fields",
    "fee": "two fields",
    "excluded": "two fields",
    "every_year": "lines of a text",
    "also_called": "lines of a text",
    "asked_as": "lines of a text",
    "days": "three fields",
    "floor": "inline",
    "places.place": "inline",
    "places.kind": "inline",
    "places.floor": "inline",
    "places.name": "inline",
}


def forms_by_kind() -> dict[str, Any]:
    """Return the form of the admin by kind of definition."""
    admins = [one for one in RegistriesGroup.items if issubclass(one, ModelAdmin)]
    found = {one.model: one.edit_handler for one in admins if getattr(one, "edit_handler", None)}
    found |= {ServiceItem: panels.ITEM, ServicePoint: panels.POINT}
    kinds = {"post": Post} | {kind.name: kind.model for kind in every() if hasattr(kind, "model")}
    return {name: found[model].bind_to_model(model).get_form_class() for name, model in kinds.items() if model in found}


def rules(schema: dict[str, Any], definitions: dict[str, Any], key: str = "") -> Any:
    """Yield (key, rule, wrong value) for each rule that SCHEMA has, of parts and of lists as well."""
    if "$ref" in schema:
        yield from rules(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, key)
        return
    for one in schema.get("anyOf", []):
        yield from rules(one, definitions, key)
    if schema.get("type") == "object" and "properties" in schema:
        for name, inner in schema["properties"].items():
            yield from rules(inner, definitions, f"{key}.{name}".strip("."))
    if schema.get("type") == "array":
        yield from rules(schema["items"], definitions, key)
    yield from ((key, rule, value) for rule, value in wrong_values(schema))


def wrong_values(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each rule of a simple value with a value that breaks it."""
    if "enum" in schema:
        yield "a choice", "no-such-thing"
    elif schema.get("type") == "string":
        yield "a length", "x" * (schema.get("maxLength", 20_000) + 1)
    if "pattern" in schema:
        yield from (("a pattern", value) for value in ("~ ~", "-x", "X"))
    if "minimum" in schema:
        yield "the least", schema["minimum"] - 1
    if "maximum" in schema:
        yield "the most", schema["maximum"] + 1


def placed(sample: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """Return SAMPLE with VALUE at KEY, in the first part of a list."""
    outer, _dot, inner = key.partition(".")
    if not inner:
        old = sample.get(outer)
        return sample | {outer: [value, *old[1:]] if isinstance(old, list) and old else value}
    old = sample[outer]
    part = next(each for each in old if isinstance(each, dict)) if isinstance(old, list) else old
    changed = placed(part, inner, value)
    return sample | {outer: [changed] if isinstance(old, list) else changed}


def refused_by_file(kind: str, key: str, value: Any) -> bool:
    try:
        validated(named(kind).schema, placed(FULL[kind], key, value))
    except SchemaError:
        return True
    return False


def field_of(form: Any, name: str) -> Any:
    """Return what judges the value of NAME: a field, or a block inside a list."""
    outer, _dot, inner = name.partition(".")
    field = form.fields[outer]
    if not inner:
        return field
    (block,) = field.block.child_blocks.values()
    return block.child_blocks[inner]


def refused_by_form(field: Any, value: Any) -> bool:
    """Return whether FIELD refuses VALUE, in the shape in which a browser sends it."""
    if hasattr(field, "fields"):
        value = [value, *[""] * (len(field.fields) - 1)]
    elif hasattr(field, "child_blocks"):
        value = {languages.default(): value}
    elif type(field).__name__ in {"MultipleChoiceBlock", "ChoicesField", "ModelMultipleChoiceField"}:
        value = [value]
    try:
        field.clean(value)
    except ValidationError:
        return True
    return False


def cases(kind: str) -> Iterator[tuple[str, str, Any]]:
    """Yield key, rule and wrong value of KIND, for what a form asks as one field."""
    schema = json_schema.of(named(kind))
    for key, rule, value in rules(schema, schema.get("$defs", {})):
        if key not in NOT_ASKED and key.partition(".")[0] != "years":
            yield key, rule, value


def name_in_form(kind: str, key: str) -> str:
    return "code" if key == kind else NAMES.get(key, key)


@pytest.mark.parametrize("kind", sorted(FULL))
def test_each_rule_of_the_schema_is_a_rule_of_the_form(kind):
    form = forms_by_kind()[kind](for_user=UserFactory(is_superuser=True))
    passed, tried = [], 0
    for key, rule, value in cases(kind):
        if not refused_by_file(kind, key, value):
            continue  # the other type of a union allows it: no rule
        tried += 1
        if not refused_by_form(field_of(form, name_in_form(kind, key)), value):
            passed.append((key, rule, str(value)[:30]))
    assert passed == []
    assert tried >= 2
