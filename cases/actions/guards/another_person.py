"""``another_person: {than: propose}``: who made that move does not make this one; nobody decides alone (Art. 28)."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from cases.models import Case
from cases.workflow.actor import Actor
from cases.workflow.registry import Guard
from cases.workflow.spec import WorkflowSpec
from configuration.schema import Code, Part


class AnotherPersonParameters(Part):
    """``than`` is the code of the other move."""

    than: Code


class AnotherPerson(Guard):
    name = "another_person"
    parameters = AnotherPersonParameters

    def mistakes(self, parameters: AnotherPersonParameters, spec: WorkflowSpec) -> Iterator[tuple[str, str]]:
        if parameters.than not in spec.moves:
            yield f"unknown move '{parameters.than}'", f"one of: {', '.join(spec.moves)}"

    def load(self, case: Case, parameters: AnotherPersonParameters) -> list[str]:
        """Return the accounts that made the other move on CASE."""
        return [*case.entries.filter(move=parameters.than).values_list("by", flat=True)]

    def reason_against(self, parameters: AnotherPersonParameters, facts: Collection[str], actor: Actor) -> str:
        return _("Somebody else must do this: the step before it was yours.") if actor.account in facts else ""
