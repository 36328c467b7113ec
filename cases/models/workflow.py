from django.db import models

from cases.workflow.spec import WorkflowSpec
from configuration.versions import FrozenVersion, Versioned


class WorkflowVersion(FrozenVersion):
    """One frozen state of a workflow; a case keeps the one with which it began."""

    kind = "workflow"

    def read(self) -> WorkflowSpec:
        """Return the workflow."""
        return self._read(WorkflowSpec)


class Workflow(Versioned):
    """A workflow under its code, with its current version."""

    current = models.ForeignKey(WorkflowVersion, models.PROTECT, related_name="+")
