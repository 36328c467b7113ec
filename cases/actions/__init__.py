"""The verbs of case work: keyword-only, atomic, each with its journal entry inside."""

from cases.actions.booking import book, cancel
from cases.actions.errors import AlreadyBooked, CaseError, Conflict, Excluded, Incomplete, NotAllowed, SlotTaken
from cases.actions.moving import move, note
from cases.actions.submitting import submit

__all__ = [
    "AlreadyBooked",
    "CaseError",
    "Conflict",
    "Excluded",
    "Incomplete",
    "NotAllowed",
    "SlotTaken",
    "book",
    "cancel",
    "move",
    "note",
    "submit",
]
