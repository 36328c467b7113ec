"""Forms as definitions write them (`forms/<code>.yaml`), and what follows from answers: steps, fields, stops."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic import Field as Option

from configuration.schema import Code, Definition, Part, Ref, Said
from forms.conditions import Condition, holds
from portal.kit.words import Words

Answers = Mapping[str, Any]
Facts = Mapping[str, Any]

FieldType = Literal[
    "choice", "choices", "text", "paragraph", "person_name", "organisation_name", "identity_document", "uscc",
    "mobile_or_fixed", "address", "date", "number", "items", "note", "stop",
]  # fmt: skip
# What asks nothing: a note explains, a stop ends the way with a sentence.
SILENT = ("note", "stop")


class Field(Part):
    """One question, or a note or stop between questions. ``min`` and ``max`` count code points."""

    type: FieldType
    label: Said = Words()
    hint: Said = Words()
    required: bool = True
    min: Annotated[int, Option(ge=1, le=400)] | None = None
    max: Annotated[int, Option(ge=1, le=4000)] | None = None
    options: dict[Code, Said] = {}
    explain: dict[Code, Said] = {}
    kinds: list[Code] = []
    when: Condition | None = None
    personal: bool | Literal["sensitive"] = False
    purpose: Said = Words()
    title: Said = Words()
    text: Said = Words()


def _one_key(fields: list[dict[str, Field]]) -> list[dict[str, Field]]:
    for field in fields:
        if len(field) != 1:
            raise ValueError("each field is one line with its key: '- phone: {type: …}'")
    return fields


class Step(Part):
    step: Code
    title: Said
    text: Said = Words()
    fields: Annotated[list[dict[Code, Field]], AfterValidator(_one_key)]

    def named(self) -> dict[str, Field]:
        """Return the fields by key, in order."""
        return {key: field for one in self.fields for key, field in one.items()}


class Opens(Part):
    """What a submission opens: a case in this workflow, routed in this order (Art. 17).

    ``mode`` and ``applicant_kind`` name the fields whose answers say how we help and who applies.
    """

    workflow: Annotated[Code, Ref("workflow")]
    route_by: list[Literal["point", "item.decided_at", "authority"]] = ["point", "item.decided_at", "authority"]
    mode: Code = "mode"
    applicant_kind: Code = "applicant_kind"


class Declaration(Part):
    """What the applicant ticks before sending; never ticked beforehand (Art. 6)."""

    declare: Code
    text: Said


class Check(Part):
    title: Said
    declare: list[Declaration] = []


class Confirm(Part):
    next: list[Said] = []


class Example(Part):
    """A test that a form carries: who answers so is asked this and opens that."""

    case: str
    answers: dict[str, Any] = {}
    item: dict[str, Any] = {}
    asks: list[str] = []
    does_not_ask: list[str] = []
    stops: Code | None = None


class FormSpec(Definition):
    form: Code
    title: Said
    intro: Said = Words()
    minutes: Annotated[int, Option(ge=1, le=120)] = 5
    opens: Opens
    steps: Annotated[list[Step], Option(min_length=1, max_length=12)]
    check: Check
    confirm: Confirm = Confirm()
    tests: list[Example] = []

    def fields(self) -> Iterator[tuple[Step, str, Field]]:
        """Yield every field with its step and key, in order."""
        for step in self.steps:
            for key, field in step.named().items():
                yield step, key, field

    def step(self, code: str) -> Step | None:
        """Return the step CODE, or None."""
        return next((step for step in self.steps if step.step == code), None)


def given(spec: FormSpec, answers: Answers, facts: Facts) -> dict[str, Any]:
    """Return the answers that count: of fields that are asked, in order; a hidden field has no value."""
    known: dict[str, Any] = dict(facts)
    counted: dict[str, Any] = {}
    for _step, key, field in spec.fields():
        if field.type in SILENT or not holds(field.when, known):
            continue
        if answers.get(key) not in (None, "", []):
            known[key] = counted[key] = answers[key]
    return counted


def visible_fields(step: Step, answers: Answers, facts: Facts) -> dict[str, Field]:
    """Return the fields of STEP that are shown for ANSWERS (already counted by `given`) and FACTS, by key."""
    known = {**facts, **answers}
    return {key: field for key, field in step.named().items() if holds(field.when, known)}


def visible_steps(spec: FormSpec, answers: Answers, facts: Facts) -> list[Step]:
    """Return the steps in which something is asked or said."""
    counted = given(spec, answers, facts)
    return [step for step in spec.steps if any(f.type != "stop" for f in visible_fields(step, counted, facts).values())]


def stopped_by(spec: FormSpec, answers: Answers, facts: Facts) -> tuple[str, Field] | None:
    """Return key and field of the first stop that holds, or None."""
    known = {**facts, **given(spec, answers, facts)}
    stops = ((key, field) for _step, key, field in spec.fields() if field.type == "stop")
    return next(((key, field) for key, field in stops if holds(field.when, known)), None)


def missing(spec: FormSpec, answers: Answers, facts: Facts) -> list[tuple[Step, str]]:
    """Return step and key of every required field that is asked and has no answer."""
    counted = given(spec, answers, facts)
    return [
        (step, key)
        for step in spec.steps
        for key, field in visible_fields(step, counted, facts).items()
        if field.type not in SILENT and field.required and key not in counted
    ]
