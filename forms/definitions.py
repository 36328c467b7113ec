"""Forms: ``forms/<code>.yaml``."""

from collections.abc import Iterator
from typing import Any

from configuration.kinds import Complaint, Folder
from configuration.versions import VersionedKind
from forms.conditions import COMPARISONS, FACTS, Condition, names
from forms.models import Form, FormVersion
from forms.spec import SILENT, Field, FormSpec, given, stopped_by, visible_fields

WITH_OPTIONS = ("choice", "choices")
Where = tuple[str | int, ...]


class FormKind(VersionedKind[FormSpec]):
    name = "form"
    folder = "forms"
    order = 60
    schema = FormSpec
    named = Form
    versions = FormVersion
    heading = "Forms that citizens fill in"

    def check(self, spec: FormSpec, folder: Folder) -> Iterator[Complaint]:
        yield from _keys(spec)
        earlier: dict[str, Field] = {}
        for where, key, field in _fields(spec):
            yield from _field(field, where)
            yield from _condition(field.when, earlier, (*where, "when"))
            if field.type not in SILENT:
                earlier[key] = field
        yield from _unseen(spec)
        yield from _examples(spec)


def _fields(spec: FormSpec) -> Iterator[tuple[Where, str, Field]]:
    """Yield place, key and field of every line, those with a key that stands twice included."""
    for number, step in enumerate(spec.steps):
        for place, line in enumerate(step.fields):
            for key, field in line.items():
                yield ("steps", number, "fields", place, key), key, field


def _keys(spec: FormSpec) -> Iterator[Complaint]:
    seen: set[str] = set()
    for where, key, _field in _fields(spec):
        if key in seen:
            yield Complaint(where, "D331", f"the key '{key}' is used twice", "rename one")
        seen.add(key)


def _field(field: Field, where: Where) -> Iterator[Complaint]:
    if field.type in WITH_OPTIONS and not field.options:
        yield Complaint(where, "D332", f"a {field.type} without options", "options: {code: label, …}")
    if field.type == "stop" and not (field.title and field.text):
        yield Complaint(where, "D333", "a stop without title and text", "say why, and what to do instead")
    if field.type not in (*SILENT, "items") and not field.label:
        yield Complaint(where, "D334", "a field without a label", "label: what the citizen reads")
    if field.personal == "sensitive" and not field.purpose:
        yield Complaint(where, "D335", "a sensitive field without a purpose", "purpose: what it is needed for")


def _condition(condition: Condition | None, earlier: dict[str, Field], where: Where) -> Iterator[Complaint]:
    for path, name, wanted in names(condition):
        place = (*where, *path)
        if name in FACTS:
            continue
        if name not in earlier:
            known = ", ".join([*earlier, *FACTS])
            yield Complaint(place, "D336", f"'{name}' is no earlier answer and no fact", f"one of: {known}")
        elif isinstance(wanted, dict):
            for how in wanted:
                if how not in COMPARISONS:
                    yield Complaint(place, "D337", f"unknown comparison '{how}'", f"one of: {', '.join(COMPARISONS)}")
        elif options := earlier[name].options:
            for value in wanted if isinstance(wanted, list) else [wanted]:
                if value not in options:
                    yield Complaint(place, "D338", f"'{name}' has no option '{value}'", f"one of: {', '.join(options)}")


def _unseen(spec: FormSpec) -> Iterator[Complaint]:
    for number, step in enumerate(spec.steps):
        if not step.fields:
            yield Complaint(
                ("steps", number), "D339", f"the step '{step.step}' asks nothing", "add a field or remove it"
            )
    for where, key, field in _fields(spec):
        if field.type == "stop" and not field.when:
            yield Complaint(where, "D340", f"the stop '{key}' hides the way on for everyone", "give it a 'when'")


def _examples(spec: FormSpec) -> Iterator[Complaint]:
    for number, example in enumerate(spec.tests):
        facts = {f"item.{name}": value for name, value in example.item.items()}
        for sentence in _broken(spec, example, facts):
            yield Complaint(("tests", number), "D350", f"'{example.case}': {sentence}", "mend the form or the example")


def _broken(spec: FormSpec, example: Any, facts: dict[str, Any]) -> Iterator[str]:
    counted = given(spec, example.answers, facts)
    asked = {key for step in spec.steps for key in visible_fields(step, counted, facts)}
    yield from (f"does not ask '{key}'" for key in example.asks if key not in asked)
    yield from (f"asks '{key}'" for key in example.does_not_ask if key in asked)
    stop = stopped_by(spec, example.answers, facts)
    if (stop[0] if stop else None) != example.stops:
        yield f"stops at {stop[0] if stop else 'nothing'}, not at {example.stops or 'nothing'}"
