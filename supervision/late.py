"""Cases that are late or soon will be, and who must act (Art. 29: follow each case, urge those who are to act)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cases.access import CasePolicy
from cases.desk import when
from cases.desk.listing import CaseList, Count
from cases.enums import WaitsFor
from cases.models import Case
from catalog.calendar import work_calendar
from catalog.models import scope
from portal.kit import clock
from portal.users.grants import Grant
from portal.users.models import User

SUPERVISE = "supervision.read"
GRANT = Grant(SUPERVISE, ("cases.view_case", "wagtailadmin.access_admin"))

SOON = 3  # working days before the due date
LATE_TAB, SOON_TAB = "late", "soon"
TABS = {LATE_TAB: pgettext_lazy("supervision", "Late"), SOON_TAB: pgettext_lazy("supervision", "Soon due")}


def supervises(user: User) -> bool:
    """Return whether USER supervises anywhere: whether the list is theirs at all, never which rows."""
    return scope.may(user, SUPERVISE)


class SupervisedCases:
    """The open cases with a running period of the organisations that one person supervises, and of all below those."""

    def __init__(self, user: User) -> None:
        self.policy = CasePolicy.of(user)
        self.today = clock.today()
        self.calendar = work_calendar()
        heads = scope.heads_of(user, SUPERVISE)
        self.parts = [Case.objects.below(head).open().select_related("organisation") for head in heads]

    def tab(self, tab: str) -> CaseList:
        """Return the cases that TAB shows, the longest overdue first.

        The index is sorted by ``next_event_on``, which is never after the due date: it bounds what is read.
        """
        if tab == LATE_TAB:
            return CaseList(
                [part.filter(next_event_on__lt=self.today, next_due_on__lt=self.today) for part in self.parts]
            )
        until = self.calendar.add(self.today, SOON).date
        return CaseList(
            [part.filter(next_event_on__lte=until, next_due_on__range=(self.today, until)) for part in self.parts]
        )

    def counts(self) -> dict[str, Count]:
        """Return how many cases each tab holds, and how many of the late ones nobody has taken."""
        late = self.tab(LATE_TAB)
        return {
            LATE_TAB: late.count(),
            SOON_TAB: self.tab(SOON_TAB).count(),
            "nobody": late.filter(responsible=None).count(),
        }

    def rows(self, cases: Sequence[Case]) -> Iterator["LateRow"]:
        """Yield a row for each of CASES; no query."""
        worked = [head.path for head in self.policy.heads()]
        for case in cases:
            day = case.next_due_on or self.today  # every case listed has one
            due = when.due(self.calendar, day, self.today, provisional=case.next_due_provisional)
            may_open = any(path.contains(case.organisation.path) for path in worked)
            yield LateRow(case, due, _holder(case), may_open)


@dataclass(frozen=True)
class LateRow:
    """One line of the list; ``holder`` is with whom the case stays, ``may_open`` whether this reader may open it."""

    case: Case
    when: when.When
    holder: str
    may_open: bool


def _holder(case: Case) -> str:
    if case.waits_for == WaitsFor.APPLICANT:
        return _("the applicant")
    return str(case.responsible) if case.responsible else _("nobody has taken it")
