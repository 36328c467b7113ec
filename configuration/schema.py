"""The types that definitions are written in: text, codes, references, durations, days of the week."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import CoreSchema

from portal.kit.words import Words

CODE = r"^[a-z0-9][a-z0-9_-]*$"
Code = Annotated[str, Field(pattern=CODE, max_length=80)]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"no pattern: {error}") from None
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression; one that cannot be read is a mistake of the file."""


@dataclass(frozen=True)
class Ref:
    """Marks a field as the code of another definition: ``Annotated[Code, Ref("organisation")]``.

    ``besides`` are words that may stand there and refer to nothing; without ``must_exist`` any code may.
    """

    kind: str
    besides: tuple[str, ...] = ()
    must_exist: bool = True

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Tell an editor of files what the code refers to."""
        return {**handler(schema), "description": f"code of: {self.kind}"}


class Definition(BaseModel):
    """One object of a folder. Unknown keys are errors; a definition is a value and never changes.

    The first field of a subclass is the code and has the name of the kind: ``theme: social-security``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    was: Code | None = Field(default=None, description="the code before a renaming")
    articles: list[str] = Field(default=[], description="articles of the rule that this fulfils, e.g. 15(7)")


class Part(BaseModel):
    """A piece of a definition, e.g. one material of an item."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _words(value: Any) -> Words:
    if isinstance(value, str):
        return Words.of(value)
    if isinstance(value, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items()):
        return Words.of(value)
    raise ValueError("text, or a mapping of language to text")


Said = Annotated[
    Words,
    PlainValidator(_words),
    PlainSerializer(lambda words: words.plain()),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]},
    ),
]
"""Text for people: a string in the default language, or a mapping by language."""

UNITS = ("minutes", "hours", "days", "working_days", "weeks", "months", "years")


@dataclass(frozen=True)
class Duration:
    """An amount with a unit: ``5 working_days``, ``20 minutes``."""

    amount: int
    unit: str

    @classmethod
    def read(cls, value: Any) -> "Duration":
        """Return VALUE, e.g. ``5 working_days``, as a Duration; a unit may be written in the singular."""
        if isinstance(value, Duration):
            return value
        match = re.fullmatch(r"(\d{1,4}) ([a-z_]+)", str(value))
        unit = match and next((unit for unit in UNITS if match[2] in {unit, unit[:-1]}), None)
        if not match or not unit:
            raise ValueError(f"a number and a unit, e.g. '5 working_days'; units: {', '.join(UNITS)}")
        return cls(int(match[1]), unit)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit[:-1] if self.amount == 1 else self.unit}"


Span = Annotated[
    Duration,
    PlainValidator(Duration.read),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^\d+ [a-z_]+$"}),
]
"""A duration as definitions write it."""


def _time(value: Any) -> dt.time:
    if isinstance(value, dt.time):
        return value
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
        raise ValueError('a time in quotes, e.g. "09:00"')
    return dt.time.fromisoformat(str(value))


Clock = Annotated[
    dt.time,
    PlainValidator(_time),
    PlainSerializer(lambda value: value.strftime("%H:%M")),
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d$"}),
]
"""A time of day, written in quotes: "09:00"."""


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _week(value: Any) -> tuple[str, ...]:
    days: set[str] = set()
    for part in value if isinstance(value, list | tuple) else [value]:
        first, dash, last = str(part).lower().partition("-")
        if first not in WEEK or (dash and (last not in WEEK or last == first)):
            raise ValueError(f"'{part}' is no day: {', '.join(WEEK)}, or a range such as mon-fri or sun-thu")
        begin = WEEK.index(first)
        length = (WEEK.index(last) - begin) % len(WEEK) if dash else 0
        days.update(WEEK[(begin + more) % len(WEEK)] for more in range(length + 1))
    if not days:
        raise ValueError("at least one day, e.g. mon-fri")
    return tuple(day for day in WEEK if day in days)


def _written(days: tuple[str, ...]) -> str | list[str]:
    """Return DAYS as runs; one that goes over the end of the week is one run: ``sun-thu``."""
    runs: list[list[str]] = []
    for day in days:
        if runs and WEEK.index(day) == WEEK.index(runs[-1][-1]) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) > 1 and (runs[0][0], runs[-1][-1]) == (WEEK[0], WEEK[-1]):
        runs = [runs[-1] + runs[0], *runs[1:-1]]
    written = [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return written[0] if len(written) == 1 else written


Weekdays = Annotated[
    tuple[str, ...],
    PlainValidator(_week),
    PlainSerializer(_written),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""Days of the week: ``mon-fri``, ``sun-thu``, ``[mon-wed, fri]``."""


@dataclass(frozen=True)
class IsCondition:
    """Marks a mapping as a condition: which names it may speak of depends on where it stands."""
