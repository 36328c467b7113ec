"""Writing journal entries of a case."""

import datetime as dt
from collections.abc import Callable

from cases.access import CasePolicy
from cases.enums import EntryKind
from cases.models import Case, JournalEntry
from cases.workflow.actor import Actor

Listener = Callable[[Case, JournalEntry], object]
_listeners: list[Listener] = []


def on_entry(listener: Listener) -> None:
    """Call LISTENER with the case and each entry that is written, inside the transaction of the change."""
    if listener not in _listeners:
        _listeners.append(listener)


def write(
    case: Case, kind: EntryKind, *, by: Actor, at: dt.datetime, role: str | None = None, **what: str
) -> JournalEntry:
    """Write that BY did something of KIND to CASE AT a moment; WHAT holds the other columns of `JournalEntry`.

    ROLE is the code of the role in which BY acted: the first that BY has over CASE where it is None.
    """
    if role is None:
        role = next(iter(CasePolicy(by).roles_over(case)), "")
    entry = JournalEntry.objects.create(case=case, kind=kind, by=by.account, by_name=by.name, role=role, at=at, **what)
    for listener in _listeners:
        listener(case, entry)
    return entry
