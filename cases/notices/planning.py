"""From a journal entry to messages, inside the transaction of the change: what is rolled back tells nobody."""

from cases.enums import EntryKind, MessageChannel, RingReason
from cases.models import Case, JournalEntry, Message, Notice, NoticeVersion
from cases.notice_spec import NoticeSpec
from cases.notices.calls import plan_call
from cases.notices.reach import Reach, reach_of
from cases.notices.tasks import send_message
from cases.workflow.actor import THE_APPLICANT, THE_SYSTEM

ENTERING = (EntryKind.SUBMITTED, EntryKind.MOVED)
NOT_STAFF = (THE_APPLICANT.account, THE_SYSTEM.account)


def tell(case: Case, entry: JournalEntry) -> None:
    """Plan the messages about ENTRY of CASE, or a call where none would arrive."""
    notices = Notice.objects.filter(workflow=case.workflow_version.code, retired_at=None).select_related("current")
    wanted = [(notice.current, spec) for notice in notices if is_about(spec := notice.current.read(), entry)]
    if not wanted:
        return
    reach = reach_of(case)
    for version, spec in wanted:
        _plan(case, entry, version, spec, reach)


def is_about(spec: NoticeSpec, entry: JournalEntry) -> bool:
    """Return whether the notice SPEC tells about ENTRY."""
    if entry.kind == EntryKind.NOTE:
        return spec.notes and bool(entry.public_note) and entry.by not in NOT_STAFF
    return entry.kind in ENTERING and entry.to_state in spec.enters


def _plan(case: Case, entry: JournalEntry, version: NoticeVersion, spec: NoticeSpec, reach: Reach) -> None:
    channels = [
        channel
        for channel, says, reached in (
            (MessageChannel.EMAIL, spec.email, reach.email),
            (MessageChannel.SMS, spec.sms, reach.mobile),
        )
        if says and reached
    ]
    for channel in channels:
        about = {"entry": entry, "notice": version, "channel": channel}
        message, made = Message.objects.get_or_create(**about, defaults={"case": case, "next_at": entry.at})
        if made:
            send_message.enqueue(message.pk)
    # Who complains without a name cannot be rung up either.
    if not channels and spec.ring and case.applicant and case.applicant.phone:
        plan_call(case, entry, version, RingReason.NO_ADDRESS)
