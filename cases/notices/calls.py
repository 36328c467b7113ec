"""Calls that staff make because no message arrives: which they see, and the verbs on them."""

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from cases.access import CasePolicy
from cases.actions import CaseError, journal
from cases.enums import EntryKind, RingReason
from cases.models import Case, JournalEntry, NoticeVersion, RingTask
from portal.kit import clock


def open_calls(policy: CasePolicy) -> QuerySet[RingTask]:
    """Return the calls to make in the organisations of the actor of POLICY, the oldest first.

    A call about a state that the case has left is none any more: of the newer state another one tells.
    """
    timely = Q(entry__to_state="") | Q(entry__to_state=F("case__state"))
    return RingTask.objects.filter(timely, done_at=None, case__in=policy.visible()).order_by("created_at", "pk")


def plan_call(case: Case, entry: JournalEntry, notice: NoticeVersion, reason: RingReason) -> None:
    """Put the applicant of CASE on the list of those to be rung up about ENTRY, once."""
    found = {"case": case, "reason": reason, "created_at": clock.now()}
    RingTask.objects.get_or_create(entry=entry, notice=notice, defaults=found)


@transaction.atomic
def see_number(*, call: RingTask, policy: CasePolicy) -> str:
    """Return the telephone number for CALL in full; the journal keeps who saw it."""
    if call.case.applicant is None:
        return ""
    words = _("Saw the telephone number to ring up.")
    journal.write(call.case, EntryKind.NOTE, by=policy.actor, at=clock.now(), internal_note=words)
    return call.case.applicant.phone.open()


@transaction.atomic
def finish_call(*, call: RingTask, policy: CasePolicy, note: str) -> None:
    """Take CALL from the list with a NOTE on what came of it; raises CaseError where a colleague was faster."""
    now = clock.now()
    done = open_calls(policy).filter(pk=call.pk).values("pk")
    if not RingTask.objects.filter(pk__in=done).update(done_at=now, done_by=policy.actor.user):
        raise CaseError(_("A colleague has made this call already."))
    words = _("Rang up: %(note)s") % {"note": note}
    journal.write(call.case, EntryKind.NOTE, by=policy.actor, at=now, internal_note=words)
