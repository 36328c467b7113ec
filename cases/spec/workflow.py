"""A workflow as a city writes it: states, clocks and moves. What they mean is in `cases.workflow`."""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import Field as Key
from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from portal.kit.definitions.fields import Code, Definition, Duration, Part, Said
from portal.kit.words import Words

APPLICANT = "applicant"
"""The one who asked, beside the roles of staff."""

DAYS_OF_ITEM = ("item.days.promised", "item.days.statutory")
CHANNELS = ("online", "window", "phone")


class StateSpec(Part):
    """``staff`` reads one label, the citizen the other; ``phase`` is one of the eight of Art. 16."""

    staff: Said
    public: Said
    phase: Said = Words()
    start: bool = False
    end: bool = False
    waits_for: list[Literal["applicant", "procedure"]] = []


def _due_of_one(value: Any) -> str:
    if value in {"same_day", *DAYS_OF_ITEM}:
        return str(value)
    duration = Duration.read(value)
    if duration.unit != "working_days":
        raise ValueError(f"working days, e.g. '5 working_days', same_day, or {' or '.join(DAYS_OF_ITEM)}")
    return str(duration)


def _due(value: Any) -> str | dict[str, str]:
    if not isinstance(value, dict):
        return _due_of_one(value)
    if set(value) != set(CHANNELS):
        raise ValueError(f"a due date for each channel: {', '.join(CHANNELS)}")
    return {channel: _due_of_one(value[channel]) for channel in CHANNELS}


DueRule = Annotated[
    str | dict[str, str],
    PlainValidator(_due),
    PlainSerializer(lambda value: value),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}),
]
"""``3 working_days``, ``same_day``, ``item.days.promised``, or one of them for each channel."""


class ClockSpec(Part):
    """Runs from a state of ``starts`` until one of ``stops``; stands still in the states of ``pauses``."""

    label: Said
    starts: list[Code] = Key(min_length=1)
    due: DueRule
    pauses: list[Code] = []
    stops: list[Code] = Key(min_length=1)
    articles: list[str] = []


class AskSpec(Part):
    """What must be entered with a move; ``public`` is what the citizen reads."""

    type: Literal["text", "paragraph"]
    label: Said
    hint: Said = Words()
    min: int = Key(default=0, ge=0)
    max: int = Key(default=1000, ge=1, le=4000)
    required: bool = True
    public: bool = False


class MoveSpec(Part):
    """A way from one state to another. ``says`` is the sentence that the citizen reads in tracking."""

    from_: list[Code] = Key(alias="from", min_length=1)
    to: Code
    label: Said
    who: list[Code] = Key(min_length=1)
    proposed_by: list[Code] = []
    requires: list[Code | dict[Code, dict[str, Any]]] = []
    asks: dict[Code, AskSpec] = {}
    says: Said = Words()
    frees_seat: bool = Key(default=False, description="gives the booked time back")
    articles: list[str] = []


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", str(value)):
        raise ValueError("a moment, e.g. 2026-09-30T16:00")
    return dt.datetime.fromisoformat(str(value))


Moment = Annotated[
    dt.datetime,
    PlainValidator(_moment),
    PlainSerializer(lambda value: value.isoformat(timespec="minutes")),
    WithJsonSchema({"type": "string"}),
]
"""A moment in the time zone of the site, written 2026-09-30T16:00."""


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        raise ValueError("a date, e.g. 2026-10-08")
    return dt.date.fromisoformat(str(value))


Day = Annotated[dt.date, PlainValidator(_day), PlainSerializer(str), WithJsonSchema({"type": "string"})]


class MoveExample(Part):
    """An example that `check` runs: who may move from here, or when a clock that starts here ends.

    ``state`` is a state, or a state with the moment it is entered; ``item_days`` stand for the days of the item.
    """

    case: str
    state: Code | dict[Code, Moment]
    as_: Code | None = Key(default=None, alias="as")
    move: Code | None = None
    expect: Literal["allowed", "not_allowed"] | None = None
    channel: Literal["online", "window", "phone"] = "online"
    item_days: int | None = None
    due: dict[Code, Day] = {}


class WorkflowSpec(Definition):
    workflow: Code
    title: Said
    number: str = Key(default="DB", pattern=r"^[A-Z]{2,4}$", description="what the numbers of its cases begin with")
    states: dict[Code, StateSpec] = Key(min_length=2)
    clocks: dict[Code, ClockSpec] = {}
    moves: dict[Code, MoveSpec] = {}
    tests: list[MoveExample] = []
