"""The pieces of an item's definition."""

import re
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from pydantic import (
    AfterValidator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema

from catalog.definitions.fields import at_most
from catalog.enums import Audience, Exclusion, LimitUnit, MaterialForm, Need, Source
from configuration.schema import CODE, Code, Duration, Part, Ref, Said, Span
from portal.kit.phones import Phone
from portal.kit.words import Words

ON_THE_SPOT = "on_the_spot"
UNKNOWN = "unknown"  # nobody has stated it, so that no page claims anything


def _or_none(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    if value == UNKNOWN:
        return None
    if value is None:
        raise ValueError(f"a value, or `{UNKNOWN}`")
    return read(value)


def _or_nobody(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    return [] if value == UNKNOWN else read(value)


def _written(value: Any) -> Any:
    return UNKNOWN if value in (None, []) else value


def _or_unknown(schema: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [schema, {"const": UNKNOWN}]})


VisitsOrUnknown = Annotated[
    int | None,
    Field(ge=0, le=20, description="trips to the window"),
    WrapValidator(_or_none),
    PlainSerializer(_written),
    _or_unknown({"type": "integer", "minimum": 0, "maximum": 20}),
]
ChargedOrUnknown = Annotated[
    bool | None, WrapValidator(_or_none), PlainSerializer(_written), _or_unknown({"type": "boolean"})
]
AudienceOrUnknown = Annotated[
    list[Audience],
    Field(min_length=1),
    WrapValidator(_or_nobody),
    PlainSerializer(_written),
    _or_unknown({"type": "array", "minItems": 1, "items": {"enum": Audience.values}}),
]


def _web_address(text: str) -> str:
    try:
        if text:
            URLValidator(["http", "https"])(text)
    except ValidationError:
        raise ValueError(f"no address of the web: '{text}'") from None
    return text


def _phone(text: str) -> str:
    Phone.parse(text)
    return text


WebAddress = Annotated[str, Field(max_length=500), AfterValidator(_web_address)]


def _working_days(duration: Duration) -> Duration:
    if duration.unit != LimitUnit.WORKING_DAYS:
        raise ValueError(f"what we promise counts in working days: '{duration.amount} working_days'")
    return duration


def _of_a_law(duration: Duration) -> Duration:
    if duration.unit not in LimitUnit.values:
        raise ValueError(f"as the law counts: '{duration.amount} working_days', '{duration.amount} days' or months")
    return duration


WorkingDays = Annotated[Span, AfterValidator(_working_days)]
LawfulLimit = Annotated[Span, AfterValidator(_of_a_law)]


class OfficialCode(Part):
    """The code as published, never truncated; unique within its scheme."""

    scheme: Code
    raw: str = Field(min_length=1, max_length=200)


class Days(Part):
    """The law's limit, in its own unit, and ours; ``promised: on_the_spot`` is done while the applicant waits."""

    statutory: LawfulLimit | None = None
    promised: Literal["on_the_spot"] | WorkingDays | None = None

    @classmethod
    def of(cls, limit: int | None, unit: str, promised: int | None) -> dict[str, Any]:
        """Return the keys for the law's LIMIT and what is PROMISED in working days; 0 means on the spot."""
        own = ON_THE_SPOT if promised == 0 else promised and f"{promised} working_days"
        return {"statutory": None if limit is None else f"{limit} {unit}", "promised": own}

    @property
    def limit(self) -> tuple[int | None, str]:
        """Limit of the law: a number, or none, and its unit."""
        return (self.statutory.amount, self.statutory.unit) if self.statutory else (None, LimitUnit.WORKING_DAYS.value)

    @property
    def promised_days(self) -> int | None:
        if isinstance(self.promised, Duration):
            return self.promised.amount
        return 0 if self.promised else None


class Fee(Part):
    """The department's own fee; help itself is always free of charge (Art. 4)."""

    charged: ChargedOrUnknown = False
    text: Annotated[Said, at_most(300)] = Words()


class ItemPhones(Part):
    """The authority's own numbers for this item; without them the nearest numbers of the directory are shown."""

    service: list[Annotated[str, Field(max_length=40), AfterValidator(_phone)]] = Field(default=[], max_length=10)
    complaint: list[Annotated[str, Field(max_length=40), AfterValidator(_phone)]] = Field(default=[], max_length=10)


class Exclusions(Part):
    kind: Exclusion
    reason: Annotated[Said, at_most(300)] = Words()


class Condition(Part):
    through_agent: bool = Field(description="only when somebody acts for the applicant")


class NeededMaterial(Part):
    """A material as this item needs it; name and source of the registry hold where they are left out."""

    material: Annotated[Code, Ref("material", must_exist=False)]
    name: Annotated[Said, at_most(100)] = Words()
    need: Need = Need.REQUIRED
    form: list[MaterialForm] = [MaterialForm.ORIGINAL]
    copies: int = Field(default=1, ge=0, le=20, description="copies handed in")
    source: Source | None = None
    note: Annotated[Said, at_most(300)] = Words()
    when: Condition | None = None

    @classmethod
    def read(cls, value: Any) -> dict[str, Any]:
        """Return the keys of a block's VALUE."""
        own = {key: value[key] for key in ("material", "name", "need", "form", "copies", "note")}
        when = {"through_agent": True} if value["through_agent"] else None
        return own | {"source": value["source"] or None, "when": when}

    def block(self) -> dict[str, Any]:
        """Return the value of the block."""
        own: dict[str, Any] = {
            key: getattr(self, key) for key in ("material", "name", "need", "form", "copies", "note")
        }
        through_agent = bool(self.when and self.when.through_agent)
        return own | {"source": self.source or "", "through_agent": through_agent}


class ItemStep(Part):
    """A step of the procedure; one that only has a name is written as text."""

    step: Annotated[Said, at_most(60)]
    text: Annotated[Said, at_most(300)] = Words()
    takes: Annotated[Said, at_most(40)] = Words()

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"step": value} if isinstance(value, str) else value

    @model_serializer(mode="wrap")
    def _as_text(self, write: Any) -> Any:
        written = write(self)
        short = written.get("step")
        return short if isinstance(short, str) and not self.text and not self.takes else written

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, handler(core_schema)]}

    @classmethod
    def read(cls, value: Any) -> dict[str, Any]:
        """Return the keys of a block's VALUE."""
        return {"step": value["name"], "text": value["text"], "takes": value["takes"]}

    def block(self) -> dict[str, Any]:
        """Return the value of the block."""
        return {"name": self.step, "text": self.text, "takes": self.takes}


def _law(value: Any) -> Words | str:
    if isinstance(value, str) and re.fullmatch(CODE, value):
        return value
    return WORDS.validate_python(value)


LONGEST_NAME_OF_A_LAW = 150  # code points
WORDS: TypeAdapter[Words] = TypeAdapter(Annotated[Said, at_most(LONGEST_NAME_OF_A_LAW)])
CitedLaw = Annotated[
    Words | str,
    PlainValidator(_law),
    PlainSerializer(lambda law: law if isinstance(law, str) else law.plain()),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}),
]
"""The code of a law in the register, or the name of one that does not stand there."""


class Basis(Part):
    law: Annotated[CitedLaw, Ref("law", must_exist=False)]
    article: Annotated[Said, at_most(60)] = Words()

    @classmethod
    def read(cls, value: Any) -> dict[str, Any]:
        """Return the keys of a block's VALUE."""
        return {"law": value["law"] or value["name"], "article": value["article"]}

    @property
    def code(self) -> str:
        """The code of the law, or empty for one that has only a name."""
        return self.law if isinstance(self.law, str) else ""

    def block(self) -> dict[str, Any]:
        """Return the value of the block."""
        name = Words() if isinstance(self.law, str) else self.law
        return {"law": self.code, "name": name, "article": self.article}


class QuestionPart(Part):
    ask: Annotated[Said, at_most(150)]
    answer: Annotated[Said, at_most(800)]
