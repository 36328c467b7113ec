"""Workflows: ``workflows/<code>.yaml``."""

from collections.abc import Iterator

from cases import questions
from cases.models import Workflow, WorkflowVersion
from cases.workflow.engine import failed_trials, mistakes
from cases.workflow.spec import WorkflowSpec
from configuration.kinds import Complaint, Folder
from configuration.versions import VersionedKind

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

    def check(self, spec: WorkflowSpec, folder: Folder) -> Iterator[Complaint]:
        for where, code, message, remedy in mistakes(spec):
            yield Complaint(where, code, message, remedy)
        for name, move in spec.moves.items():
            for key, message in questions.mistakes(move):
                yield Complaint(("moves", name, "asks", *key), "D355", message, "see the field types of forms")
        for name, state in spec.states.items():
            if len(state.public.get("zh-hans", "")) > PUBLIC_LABEL:
                where = ("states", name, "public")
                yield Complaint(where, "D348", "too long for the tracking page", f"at most {PUBLIC_LABEL} characters")
        if any(state.start for state in spec.states.values()):
            for number, sentence in failed_trials(spec):
                yield Complaint(("tests", number), "D349", sentence, "mend the workflow or the test")
