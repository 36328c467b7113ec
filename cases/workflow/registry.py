"""Guards and effects by name: what a move may require and do. Each app and each plug-in registers its own at start."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pydantic import ValidationError

from cases.workflow.actor import Actor
from cases.workflow.spec import Use, WorkflowSpec
from configuration.schema import Part

if TYPE_CHECKING:
    from cases.models import Case


class NoParameters(Part):
    """The parameters of a guard or an effect that has none."""


class GuardOrEffect(ABC):
    """Base of guards and effects: ``name`` as definitions write it, ``parameters`` as the model that reads them."""

    name: ClassVar[str]
    parameters: ClassVar[type[Part]] = NoParameters

    def mistakes(self, parameters: Any, spec: WorkflowSpec) -> Iterator[tuple[str, str]]:
        """Yield sentence and remedy of each mistake of PARAMETERS in SPEC beyond their own types."""
        yield from ()


class Guard(GuardOrEffect):
    """A condition of a move. `load` reads the database; `reason_against` is pure."""

    @abstractmethod
    def load(self, case: "Case", parameters: Any) -> Any:
        """Return what `reason_against` has to know of CASE."""

    @abstractmethod
    def reason_against(self, parameters: Any, facts: Any, actor: Actor) -> str:
        """Return why ACTOR cannot make the move now, a sentence in the active language; empty if the guard holds."""


class Effect(GuardOrEffect):
    """A change that a move makes besides changing the state."""

    @abstractmethod
    def apply(self, case: "Case", parameters: Any, *, by: Actor, at: dt.datetime) -> None:
        """Change what belongs to CASE, inside the transaction of the move that BY made AT a moment."""


N = TypeVar("N", bound=GuardOrEffect)


class NamedRegistry(Generic[N]):
    """Guards or effects by the name that definitions write."""

    def __init__(self) -> None:
        self._named: dict[str, N] = {}

    def register(self, entry: N) -> None:
        """Make ENTRY known; ValueError when something else already has its name."""
        other = self._named.setdefault(entry.name, entry)
        if type(other) is not type(entry):
            raise ValueError(f"two things are called '{entry.name}': {type(other)} and {type(entry)}")

    def names(self) -> list[str]:
        """Return the known names in order."""
        return sorted(self._named)

    def read(self, use: Use) -> tuple[N, Part]:
        """Return what USE names and its parameters; KeyError for an unknown name, ValidationError for others."""
        entry = self._named[use.name]
        return entry, entry.parameters.model_validate(use.parameters)

    def mistake(self, use: Use, spec: WorkflowSpec) -> tuple[str, str, str] | None:
        """Return code, sentence and remedy of the mistake of USE in SPEC, or None."""
        try:
            entry, parameters = self.read(use)
        except KeyError:
            return "D353", f"unknown name '{use.name}'", f"one of: {', '.join(self.names())}"
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            wanted = ", ".join(self._named[use.name].parameters.model_fields) or "none"
            return "D354", f"'{use.name}': {where}: {first['msg']}", f"its parameters: {wanted}"
        for sentence, remedy in entry.mistakes(parameters, spec):
            return "D354", f"'{use.name}': {sentence}", remedy
        return None


GUARDS: NamedRegistry[Guard] = NamedRegistry()
EFFECTS: NamedRegistry[Effect] = NamedRegistry()
