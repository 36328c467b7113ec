"""The public names of case work; import from here."""

from cases.models.appointment import Appointment
from cases.models.appointment_kind import AppointmentKind, AppointmentKindVersion
from cases.models.case import Case
from cases.models.clock_run import ClockRun
from cases.models.journal_entry import JournalEntry
from cases.models.party import Party
from cases.models.workflow import Workflow, WorkflowVersion

__all__ = [
    "Appointment",
    "AppointmentKind",
    "AppointmentKindVersion",
    "Case",
    "ClockRun",
    "JournalEntry",
    "Party",
    "Workflow",
    "WorkflowVersion",
]
