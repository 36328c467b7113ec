"""Workflows: ``workflows/<code>.yaml``."""

from collections.abc import Iterator

from cases.definitions.versioned import VersionedKind, kept
from cases.models import Case, Workflow, WorkflowVersion
from cases.spec.workflow import WorkflowSpec
from cases.workflow import failed_trials, mistakes
from configuration.kinds import Complaint, Folder

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

    def kept_by(self, code: str) -> str:
        return kept(Case.objects.filter(workflow_version__code=code).count(), "cases")

    def check(self, spec: WorkflowSpec, folder: Folder) -> Iterator[Complaint]:
        for where, code, message, remedy in mistakes(spec):
            yield Complaint(where, code, message, remedy)
        for name, state in spec.states.items():
            if len(state.public.get("zh-hans", "")) > PUBLIC_LABEL:
                where = ("states", name, "public")
                yield Complaint(where, "D348", "too long for the tracking page", f"at most {PUBLIC_LABEL} characters")
        if any(state.start for state in spec.states.values()):
            for number, sentence in failed_trials(spec):
                yield Complaint(("tests", number), "D349", sentence, "mend the workflow or the test")
