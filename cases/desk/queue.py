"""Queue of cases, most urgent first: the cases of each tab, their number, and the contents of a row."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.access import CasePolicy
from cases.desk import when
from cases.desk.listing import CaseList, Count
from cases.enums import ClockState, WaitsFor
from cases.models import Case, ClockRun, WorkflowVersion
from catalog.calendar import work_calendar
from portal.kit import clock
from portal.users.models import User

TABS = {
    "mine": _("Mine"),
    "new": pgettext_lazy("cases", "Nobody's yet"),
    "all": _("Our unit"),
    "waiting": _("Waiting for the applicant"),
    "closed": pgettext_lazy("cases", "Closed"),
}
OVERDUE, TODAY, LATER, CLOSED = "overdue", "today", "later", "closed"


class Queue:
    """The cases that one person works: of the organisations of their posts and of all below those."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.heads = CasePolicy.of(user).heads()
        self.parts = [Case.objects.below(head) for head in self.heads]

    def tab(self, tab: str) -> CaseList:
        """Return the cases that TAB shows."""
        if tab == "closed":
            return CaseList([part.closed() for part in self.parts], closed=True)
        conditions = {
            "mine": Q(responsible=self.user),
            "new": Q(responsible=None),
            "all": Q(),
            "waiting": Q(waits_for=WaitsFor.APPLICANT),
        }
        return CaseList([part.open().filter(conditions[tab]) for part in self.parts])

    def counts(self) -> dict[str, Count]:
        """Return the number of cases in each open tab, and of those late or due today for this person."""
        today = clock.today()
        return {tab: self.tab(tab).count() for tab in ("mine", "new", "all", "waiting")} | {
            OVERDUE: self._concerns(next_event_on__lt=today),
            TODAY: self._concerns(next_event_on=today),
        }

    def urgent(self) -> Count:
        """Return how many cases need this person today: for the menu."""
        return self._concerns(next_event_on__lte=clock.today())

    def _concerns(self, **days: dt.date) -> Count:
        return Count.of(self.tab(tab).filter(**days).count() for tab in ("mine", "new"))


def groups(lists: Sequence[CaseList]) -> dict[str, Count]:
    """Return how many cases each group of LISTS holds."""
    today = clock.today()
    counts: dict[str, Count] = {}
    for cases in lists:
        if cases.closed:
            counts[CLOSED] = cases.count()
        else:
            counts[OVERDUE] = cases.filter(next_event_on__lt=today).count()
            counts[TODAY] = cases.filter(next_event_on=today).count()
            counts[LATER] = cases.filter(next_event_on__gt=today).count()
    return counts


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue."""

    case: Case
    state: str
    when: when.When
    group: str


def rows(cases: Sequence[Case]) -> Iterator[QueueRow]:
    """Yield the lines of CASES; two queries, however many they are."""
    today = clock.today()
    flows = {
        version.pk: version.read()
        for version in WorkflowVersion.objects.filter(pk__in={case.workflow_version_id for case in cases})
    }
    paused = ClockRun.objects.filter(case__in=cases, state=ClockState.PAUSED).order_by("-paused_on", "-pk")
    # The earliest comes last and stays.
    since = dict(paused.values_list("case", "paused_on"))
    for case in cases:
        state = flows[case.workflow_version_id].states.get(case.state)
        label = str(state.staff) if state else case.state
        yield QueueRow(case, label, _when(case, today, since.get(case.pk)), _group(case, today))


def _group(case: Case, today: dt.date) -> str:
    if case.closed_at:
        return CLOSED
    if case.next_event_on == today:
        return TODAY
    return LATER if case.next_event_on > today else OVERDUE


def _when(case: Case, today: dt.date, paused_on: dt.date | None) -> when.When:
    if case.closed_at:
        return when.When("", when.WAIT, clock.date_of(case.closed_at))
    if case.visit_at and clock.date_of(case.visit_at) == case.next_event_on:
        return when.appointed(clock.local(case.visit_at), today)
    if case.next_due_on:
        return when.due(work_calendar(), case.next_due_on, today, provisional=case.next_due_provisional)
    if paused_on:
        return when.paused(paused_on, today, for_applicant=case.waits_for == WaitsFor.APPLICANT)
    return when.When("", when.WAIT)
