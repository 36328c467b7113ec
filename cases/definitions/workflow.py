"""Workflows: ``workflows/<code>.yaml``."""

import re
from collections.abc import Iterator

from django.db.models import Count

from cases import questions
from cases.models import Case, Workflow, WorkflowVersion
from cases.workflow.engine import failed_trials, mistakes
from cases.workflow.spec import Move, WorkflowSpec
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.text.problems import nearest
from configuration.versions import VersionedKind

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PUBLIC_LABEL = 12  # characters: what fits the tracking page at 320 px


class WorkflowKind(VersionedKind[WorkflowSpec]):
    name = "workflow"
    folder = "workflows"
    order = 50
    schema = WorkflowSpec
    named = Workflow
    versions = WorkflowVersion
    heading = "How staff work cases"
    rights = True
    says = (CodeReference("workflow", Workflow, "code"), CodeReference("workflow", WorkflowVersion, "code"))

    def in_words(self, old: WorkflowSpec, new: WorkflowSpec) -> Iterator[str]:
        for names, before, after in (("state", old.states, new.states), ("move", old.moves, new.moves)):
            for name in after:
                if name not in before:
                    yield f"new {names} '{name}'"
            for name in before:
                if name not in after:
                    yield f"the {names} '{name}' is gone"
        gone = [name for name in old.states if name not in new.states]
        cases = Case.objects.open().filter(workflow_version__code=old.workflow)
        for name, count in cases.filter(state__in=gone).values_list("state").annotate(Count("pk")).order_by("state"):
            yield f"{count} open case{'s keep' if count > 1 else ' keeps'} the workflow with the state '{name}'"

    def check(self, spec: WorkflowSpec, folder: Folder) -> Iterator[Complaint]:
        for where, code, message, remedy in mistakes(spec):
            yield Complaint(where, code, message, remedy)
        for name, move in spec.moves.items():
            wrong = list(questions.mistakes(move))
            for key, message in wrong:
                yield Complaint(("moves", name, "asks", *key), "D355", message, "see the field types of forms")
            if not wrong:
                yield from _unanswered(name, move)
        for name, state in spec.states.items():
            if len(state.public.get("zh-hans", "")) > PUBLIC_LABEL:
                where = ("states", name, "public")
                yield Complaint(where, "D348", "too long for the tracking page", f"at most {PUBLIC_LABEL} characters")
        if any(state.start for state in spec.states.values()):
            for number, sentence in failed_trials(spec):
                yield Complaint(("tests", number), "D349", sentence, "mend the workflow or the test")


def _unanswered(name: str, move: Move) -> Iterator[Complaint]:
    """Yield what stands in braces in the sentence for the citizen and is no question of MOVE."""
    for key in dict.fromkeys(PLACEHOLDER.findall("\n".join(move.says.values()))):
        if key not in move.asks:
            remedy = nearest(key, list(move.asks)) or "a key of asks"
            yield Complaint(("moves", name, "says"), "D357", f"'{{{key}}}' is no answer of this move", remedy)
