"""What is to be done, most urgent first: which cases a tab holds, how many, and what a row says."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case as If
from django.db.models import Count, DateField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.desk import when
from cases.enums import ClockState
from cases.models import Case, ClockRun, WorkflowVersion
from cases.models.case import CaseQuerySet
from cases.workflow.spec import APPLICANT, WorkflowSpec
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
Flows = dict[int, WorkflowSpec]


def flows_of(cases: CaseQuerySet) -> Flows:
    """Return the workflow versions of CASES by primary key: one query, however many cases."""
    versions = WorkflowVersion.objects.filter(pk__in=cases.order_by().values("workflow_version"))
    return {version.pk: version.read() for version in versions}


def timed(cases: CaseQuerySet) -> CaseQuerySet:
    """Return CASES with ``runs_out`` (earliest running clock), ``provisional``, ``paused_on`` and ``first``.

    ``first`` is the day on which something must happen: a clock runs out, or the applicant comes.
    """
    running = ClockRun.objects.filter(case=OuterRef("pk"), state=ClockState.RUNNING).order_by("due_on", "pk")
    paused = ClockRun.objects.filter(case=OuterRef("pk"), state=ClockState.PAUSED).order_by("paused_on", "pk")
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    comes = When(visit_at__gte=midnight, then=TruncDate("visit_at"))
    return cases.annotate(
        runs_out=Subquery(running.values("due_on")[:1]),
        provisional=Subquery(running.values("provisional")[:1]),
        paused_on=Subquery(paused.values("paused_on")[:1]),
        comes_on=If(comes, default=None, output_field=DateField()),
        first=If(
            When(runs_out=None, then=F("comes_on")),
            When(comes_on__lt=F("runs_out"), then=F("comes_on")),
            default=F("runs_out"),
            output_field=DateField(),
        ),
    )


def waiting(flows: Flows) -> Q:
    """Return the condition that the applicant has to act, by the workflow version of each case."""
    # No state is empty: a condition that SQL can say, where an impossible one would empty a whole aggregate.
    condition = Q(state="")
    for version, flow in flows.items():
        states = [code for code, state in flow.states.items() if APPLICANT in state.waits_for]
        condition |= Q(workflow_version=version, state__in=states) if states else Q()
    return condition


def in_tab(cases: CaseQuerySet, tab: str, user: User, flows: Flows) -> CaseQuerySet:
    """Return those of CASES that TAB shows to USER."""
    conditions = {"mine": Q(assignee=user), "new": Q(assignee=None), "all": Q(), "waiting": waiting(flows)}
    return cases.filter(closed_at__isnull=False) if tab == "closed" else cases.open().filter(conditions[tab])


def counted(cases: CaseQuerySet, user: User, flows: Flows) -> dict[str, int]:
    """Return how many of CASES (of USER's organisations) each tab holds, and what is late or due today for USER."""
    today = clock.today()
    concerns = Q(assignee=user) | Q(assignee=None)
    return timed(cases.open()).aggregate(
        mine=Count("pk", filter=Q(assignee=user)),
        new=Count("pk", filter=Q(assignee=None)),
        all=Count("pk"),
        waiting=Count("pk", filter=waiting(flows)),
        overdue=Count("pk", filter=concerns & Q(runs_out__lt=today)),
        today=Count("pk", filter=concerns & Q(first=today)),
    )


def urgent(cases: CaseQuerySet, user: User) -> int:
    """Return how many of CASES need USER today: for the menu."""
    concerned = cases.open().filter(Q(assignee=user) | Q(assignee=None))
    return timed(concerned).filter(Q(first__lte=clock.today())).count()


def grouped(cases: CaseQuerySet) -> dict[str, int]:
    """Return how many of CASES (timed) each group of the list holds."""
    today = clock.today()
    return cases.aggregate(
        overdue=Count("pk", filter=Q(closed_at=None, first__lt=today)),
        today=Count("pk", filter=Q(closed_at=None, first=today)),
        later=Count("pk", filter=Q(closed_at=None) & (Q(first__gt=today) | Q(first=None))),
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
    )


def listed(cases: CaseQuerySet) -> CaseQuerySet:
    """Return CASES (timed) with what a row shows, what must be done first on top; closed ones newest first."""
    return (
        cases.select_related("assignee", "applicant")
        .defer(
            "dossier", "consents", "applicant__name", "applicant__identity", "applicant__phone", "applicant__answers"
        )
        .order_by(F("closed_at").desc(nulls_first=True), F("first").asc(nulls_last=True), "submitted_at", "pk")
    )


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue."""

    case: Case
    state: str
    when: when.When
    group: str


def rows(cases: CaseQuerySet, flows: Flows) -> Iterator[QueueRow]:
    """Yield the lines of CASES (timed and listed); no query besides that of CASES."""
    today = clock.today()
    for case in cases:
        state = flows[case.workflow_version_id].states.get(case.state)
        for_applicant = state is not None and APPLICANT in state.waits_for
        label = str(state.staff) if state else case.state
        yield QueueRow(case, label, _when(case, today, for_applicant=for_applicant), _group(case, today))


def _group(case: Case, today: dt.date) -> str:
    first: dt.date | None = case.first  # type: ignore[attr-defined]  # annotated by `timed`
    if case.closed_at:
        return CLOSED
    if first is None or first > today:
        return LATER
    return TODAY if first == today else OVERDUE


def _when(case: Case, today: dt.date, *, for_applicant: bool) -> when.When:
    runs_out: dt.date | None = case.runs_out  # type: ignore[attr-defined]  # annotated by `timed`
    comes_on: dt.date | None = case.comes_on  # type: ignore[attr-defined]
    paused_on: dt.date | None = case.paused_on  # type: ignore[attr-defined]
    if case.closed_at:
        return when.When("", when.WAIT, timezone.localdate(case.closed_at))
    if case.visit_at and comes_on and (runs_out is None or comes_on <= runs_out):
        return when.appointed(timezone.localtime(case.visit_at), today)
    if runs_out:
        provisional = bool(case.provisional)  # type: ignore[attr-defined]
        return when.due(work_calendar(), runs_out, today, provisional=provisional)
    if paused_on:
        return when.paused(paused_on, today, for_applicant=for_applicant)
    return when.When("", when.WAIT)
