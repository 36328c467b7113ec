"""The public names of case work; import from here."""

from cases.models.appointment import Appointment
from cases.models.appointment_kind import AppointmentKind, AppointmentKindVersion
from cases.models.case import Case
from cases.models.deadline import Deadline
from cases.models.draft import Draft
from cases.models.entry import Entry
from cases.models.party import Party
from cases.models.workflow import Workflow, WorkflowVersion

__all__ = [
    "Appointment",
    "AppointmentKind",
    "AppointmentKindVersion",
    "Case",
    "Deadline",
    "Draft",
    "Entry",
    "Party",
    "Workflow",
    "WorkflowVersion",
]
