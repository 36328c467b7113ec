"""The public names of case work; import from here."""

from cases.models.attachment import Attachment
from cases.models.case import Case
from cases.models.clock_run import ClockRun
from cases.models.consultation import Consultation
from cases.models.entered_draft import EnteredDraft
from cases.models.journal_entry import JournalEntry
from cases.models.notice import Message, Notice, NoticeVersion, RingTask, StaffMail
from cases.models.party import Party
from cases.models.workflow import Workflow, WorkflowVersion

__all__ = [
    "Attachment",
    "Case",
    "ClockRun",
    "Consultation",
    "EnteredDraft",
    "JournalEntry",
    "Message",
    "Notice",
    "NoticeVersion",
    "Party",
    "RingTask",
    "StaffMail",
    "Workflow",
    "WorkflowVersion",
]
