"""A form as a city writes it: steps of fields, what it opens, what it asks to confirm.

Pages ask `visible_steps`, `visible_fields` and `stopped_by`; a field that is not visible has no value, whatever the
browser sent (`effective`). `cases.spec.answers` judges what was typed, `cases.spec.dossier` freezes it.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field as Key
from pydantic import JsonValue

from cases.spec.conditions import Answers, Condition, Facts, holds
from cases.spec.onekey import Keyed, OneKey
from portal.kit.definitions.fields import Code, Definition, Part, Ref, Said
from portal.kit.words import Words

FieldType = Literal[
    "choice",
    "choices",
    "text",
    "paragraph",
    "date",
    "person_name",
    "identity_document",
    "uscc",
    "mobile_or_fixed",
    "address",
    "items",
    "note",
    "stop",
]
DocumentKind = Literal[
    "id_card", "passport", "hk_macao_permit", "taiwan_permit", "residence_permit", "foreign_permanent"
]
Fills = Literal["mode", "applicant_kind", "name", "identity", "phone"]
# What a field of this type says about the applicant, unless the definition says otherwise.
FILLS_BY_TYPE: dict[str, Fills] = {
    "person_name": "name",
    "identity_document": "identity",
    "uscc": "identity",
    "mobile_or_fixed": "phone",
}
# Types that tell something and ask nothing.
SILENT = ("note", "stop")


class Field(Keyed):
    """One question, or a note, or a stop. ``personal`` answers are sealed and shown masked."""

    type: FieldType
    label: Said = Words()
    hint: Said = Words()
    required: bool = True
    when: Condition | None = None
    personal: bool | Literal["sensitive"] = False
    purpose: Said = Key(default=Words(), description="why a personal answer is asked")
    fills: Fills | None = Key(default=None, description="what the answer says about the applicant")
    min: int | None = Key(default=None, ge=0, description="characters of a text, number of choices")
    max: int | None = Key(default=None, ge=1, description="characters of a text, number of choices")
    options: dict[Code, Said] = {}
    explain: dict[Code, Said] = Key(default={}, description="a line under an option")
    kinds: list[DocumentKind] = []
    title: Said = Words()
    text: Said = Words()

    @property
    def asks(self) -> bool:
        """Whether somebody answers it."""
        return self.type not in SILENT

    @property
    def says(self) -> Fills | None:
        """What its answer says about the applicant."""
        return self.fills or FILLS_BY_TYPE.get(self.type)


class StepSpec(Part):
    """One page of the form."""

    step: Code
    title: Said
    fields: list[Annotated[Field, OneKey()]] = Key(min_length=1)


class Opens(Part):
    """What a submitted form becomes, and how its desk is found (Art. 17)."""

    workflow: Annotated[Code, Ref("workflow")]
    route_by: list[Literal["item.decided_at", "point"]] = ["item.decided_at", "point"]


class NotOnline(Part):
    """The way without a computer, shown on every step (Art. 26)."""

    phone: Literal["service_phone", "hotline"] = "service_phone"
    place: Literal["window"] = "window"


class Declaration(Part):
    """A box that nobody ticks beforehand; ``consent`` or ``declare`` names it."""

    consent: Code | None = None
    declare: Code | None = None
    text: Said
    link: str = Key(default="", description="address of the text on this site")

    @property
    def code(self) -> str:
        """The name under which the tick is kept."""
        return self.consent or self.declare or ""


class Check(Part):
    title: Said
    declare: list[Declaration] = []


class Confirm(Part):
    """What the receipt says happens next."""

    next: list[Said] = []
    tells: list[Literal["receipt"]] = []


class FormExample(Part):
    """An example that `check` runs: given these answers, what is asked, what stops, what is opened."""

    case: str
    given: dict[str, JsonValue] = Key(default={}, description="facts, e.g. item.excluded: true")
    answers: dict[Code, JsonValue] = {}
    asks: list[Code] = []
    does_not_ask: list[Code] = []
    stops: Code | None = None
    opens: dict[Literal["workflow"], Code] = {}


class FormSpec(Definition):
    form: Code
    version: str = Key(default="", max_length=20)
    title: Said
    opens: Opens
    not_online: NotOnline = NotOnline()
    steps: list[StepSpec] = Key(min_length=1)
    check: Check
    confirm: Confirm = Confirm()
    tests: list[FormExample] = []

    def fields(self) -> Iterator[Field]:
        """Yield every field in order."""
        for step in self.steps:
            yield from step.fields

    def field(self, key: str) -> Field | None:
        """Return the field KEY, or None."""
        return next((field for field in self.fields() if field.key == key), None)


def visible_fields(step: StepSpec, answers: Answers, facts: Facts) -> list[Field]:
    """Return the fields of STEP that ANSWERS and FACTS call for, notes and stops among them.

    ANSWERS of earlier steps must be `effective`; those of this step may be raw.
    """
    kept = {key: value for key, value in answers.items() if key not in {field.key for field in step.fields}}
    found: list[Field] = []
    for field in step.fields:
        if holds(field.when, kept, facts):
            found.append(field)
            if field.asks and field.key in answers:
                kept[field.key] = answers[field.key]
    return found


def effective(spec: FormSpec, answers: Answers, facts: Facts) -> dict[str, Any]:
    """Return the answers that count: those of visible fields; everything else that was sent is dropped."""
    kept: dict[str, Any] = {}
    for field in spec.fields():
        if field.asks and field.key in answers and holds(field.when, kept, facts):
            kept[field.key] = answers[field.key]
    return kept


def visible_steps(spec: FormSpec, answers: Answers, facts: Facts) -> list[StepSpec]:
    """Return the steps in which something is to be seen."""
    counted = effective(spec, answers, facts)
    return [step for step in spec.steps if visible_fields(step, counted, facts)]


def stopped_by(spec: FormSpec, answers: Answers, facts: Facts) -> Field | None:
    """Return the first stop that holds: the form ends there, or None."""
    counted = effective(spec, answers, facts)
    stops = (field for field in spec.fields() if field.type == "stop")
    return next((field for field in stops if holds(field.when, counted, facts)), None)
