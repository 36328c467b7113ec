"""Workflows as definitions write them (`workflows/<code>.yaml`): states, clocks, moves; nothing in them is code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic import Field as Option

from configuration.schema import Code, Definition, Duration, Part, Ref, Said, Span
from portal.kit.words import Words


def _list(value: Any) -> Any:
    """A list of one may be written without brackets."""
    return [value] if isinstance(value, str) else value


Codes = Annotated[list[Code], BeforeValidator(_list)]
Roles = Annotated[list[Annotated[Code, Ref("role")]], BeforeValidator(_list)]
APPLICANT = "applicant"


class State(Part):
    """A state with the words of staff and of citizens (at most 12 characters in Chinese)."""

    staff: Said
    public: Said
    phase: Said = Words()
    explain: Said = Words()
    start: bool = False
    end: bool = False
    waits_for: Codes = []


def _working(duration: Duration) -> Duration:
    if duration.unit != "working_days":
        raise ValueError("a number of working days, e.g. '3 working_days'")
    return duration


WorkingDays = Annotated[Span, AfterValidator(_working)]


class ClockSpec(Part):
    """A clock in working days: what starts, pauses and stops it are states.

    ``due`` is a number of working days, one per channel, or ``item.days.promised`` with ``otherwise`` for items
    without a promise; ``same_day`` is 0 working days. Without a number for ``paper``, that of ``window`` counts for it.
    ``again`` says whether the clock runs once more when the case comes back into the state that starts it.
    """

    label: Said
    starts: Code
    due: dict[Literal["window", "phone", "paper", "online"], WorkingDays] | WorkingDays | Literal["item.days.promised"]
    otherwise: WorkingDays = Duration(5, "working_days")
    pauses: Codes = []
    stops: Codes
    again: Literal["each_time", "never"] = "each_time"
    articles: list[str] = []


@dataclass(frozen=True)
class Use:
    """A guard or an effect as a move names it: ``free_seat``, or with parameters ``another_person: {than: accept}``."""

    name: str
    parameters: Mapping[str, Any]

    @classmethod
    def read(cls, written: Any) -> "Use":
        """Return WRITTEN, a name or one name with its parameters, as a Use."""
        if isinstance(written, Use):
            return written
        if isinstance(written, str):
            return cls(written, {})
        if isinstance(written, dict) and len(written) == 1:
            ((name, parameters),) = written.items()
            if isinstance(name, str) and isinstance(parameters, dict):
                return cls(name, parameters)
        raise ValueError("a name, or one name with its parameters: another_person: {than: accept}")

    def plain(self) -> Any:
        """Return it as a definition writes it."""
        return {self.name: dict(self.parameters)} if self.parameters else self.name


Uses = list[
    Annotated[
        Use,
        PlainValidator(Use.read),
        PlainSerializer(Use.plain),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "maxProperties": 1}]}),
    ]
]


class Move(Part):
    """A transition: from which states, to which, by whom, with what entered.

    ``requires`` names guards, ``does`` effects (cases/workflow/registry.py). ``asks`` are questions as forms write
    them, by key; they stay data here and are read by cases/questions.py.
    """

    from_: Annotated[Codes, Option(alias="from")]
    to: Code
    label: Said
    who: Roles = []
    by_applicant: bool = False
    requires: Uses = []
    does: Uses = []
    asks: dict[Code, dict[str, Any]] = {}
    explain: Annotated[Said, Option(description="what the applicant reads before making the move")] = Words()
    says: Annotated[Said, Option(description="what the citizen reads; an answer of asks may stand as {key}")] = Words()
    danger: bool = False
    articles: list[str] = []

    @property
    def actors(self) -> tuple[str, ...]:
        """The codes of the roles that may make it, ``applicant`` among them."""
        return (*self.who, APPLICANT) if self.by_applicant else tuple(self.who)


class Trial(Part):
    """A test that a workflow carries: in this state, as this role, that move is allowed or not."""

    case: str
    state: Code
    as_: Annotated[Code, Ref("role", besides=(APPLICANT,)), Option(alias="as")]
    move: Code
    expect: Literal["allowed", "not_allowed"]


class WorkflowSpec(Definition):
    workflow: Code
    title: Said
    prefix: Annotated[str, Option(pattern=r"^[A-Z]{2}$", description="two letters that open the number of a case")]
    states: dict[Code, State]
    clocks: dict[Code, ClockSpec] = {}
    moves: dict[Code, Move]
    tests: list[Trial] = []

    @property
    def start(self) -> str:
        """The code of the state in which a case begins."""
        return next(code for code, state in self.states.items() if state.start)
