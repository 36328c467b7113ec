"""The verbs of case work: keyword-only, atomic, each with its journal entry inside."""

from cases.actions.attaching import receive_at_window, supply
from cases.actions.consulting import consult
from cases.actions.entering import enter, keep_entered, use_known
from cases.actions.errors import CaseError, Conflict, Excluded, Incomplete, NotAllowed
from cases.actions.moving import move, note
from cases.actions.submitting import submit

__all__ = [
    "CaseError",
    "Conflict",
    "Excluded",
    "Incomplete",
    "NotAllowed",
    "consult",
    "enter",
    "keep_entered",
    "move",
    "note",
    "receive_at_window",
    "submit",
    "supply",
    "use_known",
]
