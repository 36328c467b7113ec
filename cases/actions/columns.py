"""The columns by which lists sort and filter cases, written in the transaction that changes what they say.

A list then reads an index instead of looking at the clocks of every case.
"""

import datetime as dt
from typing import Any

from cases.enums import ClockState, WaitsFor
from cases.models import Case
from cases.models.case import NEVER, SCOPES
from cases.workflow.spec import APPLICANT, WorkflowSpec
from catalog.models import Organisation
from portal.kit import clock


def keep(case: Case, spec: WorkflowSpec) -> None:
    """Write the columns that the clocks, the state, the visit and the organisation of CASE make; CASE gets them too.

    Every verb calls it last that opens a case, changes its state, clocks, visit or organisation.
    """
    columns = _deadline(case) | _scopes(case.organisation)
    columns["waits_for"] = _waits_for(case, spec)
    Case.objects.filter(pk=case.pk).update(**columns)
    for name, value in columns.items():
        setattr(case, name, value)


def organisation_moved(organisation: Organisation) -> None:
    """Write the scopes of the cases of ORGANISATION and of those below it, which got another place in the tree."""
    for below in Organisation.objects.within(organisation):
        Case.objects.filter(organisation=below).update(**_scopes(below))


def _deadline(case: Case) -> dict[str, Any]:
    running = case.clock_runs.filter(state=ClockState.RUNNING).order_by("due_on", "pk")
    due_on, provisional = running.values_list("due_on", "provisional").first() or (None, False)
    visit_on: dt.date | None = clock.date_of(case.visit_at) if case.visit_at else None
    return {
        "next_due_on": due_on,
        "next_due_provisional": provisional,
        "next_event_on": min(filter(None, (due_on, visit_on)), default=NEVER),
    }


def _waits_for(case: Case, spec: WorkflowSpec) -> WaitsFor:
    state = spec.states[case.state]
    if state.end:
        return WaitsFor.NOBODY
    return WaitsFor.APPLICANT if APPLICANT in state.waits_for else WaitsFor.STAFF


def _scopes(organisation: Organisation) -> dict[str, int | None]:
    keys = list(Organisation.objects.containing(organisation).values_list("pk", flat=True))
    return dict(zip(SCOPES, keys + [None] * len(SCOPES), strict=False))
