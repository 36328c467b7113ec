"""Messages of a case: planned with the change, sent once, tried again with an end, and never with personal data."""

import datetime as dt
import json
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from appointments.booking import book, cancel
from appointments.models import AppointmentKind
from appointments.offer import slots_by_day
from cases.access import actor_of
from cases.actions import move, note
from cases.actions.parties import Person
from cases.enums import MessageState
from cases.models import Message, RingTask
from cases.notices import sending, tasks
from cases.notices.gateways import FileGateway, SmsRefusedError
from cases.notices.planning import tell
from cases.workflow.actor import THE_APPLICANT
from portal.kit import clock
from tests.moments import local

pytestmark = pytest.mark.usefixtures("notices")
ADDRESS = "wang@portal.example"
PERSONAL = ("欧阳", "13900000120", ADDRESS, "请帮我补领")


def run():
    """Run once every task that is due by the stopped clock."""
    due = Q(run_after__lte=clock.now()) | Q(run_after=None) | Q(run_after__year=9999)
    for row in [*DBTaskResult.objects.filter(due, status="READY")]:
        DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL")
        row.task.func(*row.args_kwargs["args"])


def tables():
    return Message.objects.count(), RingTask.objects.count(), DBTaskResult.objects.count()


def accept(case, agent):
    return move(case=case, move="accept", by=actor_of(agent), version=case.version, answers={"message": "带旧卡来"})


def tried(message, at, times=1):
    for _time in range(times):
        message.refresh_from_db()
        at(message.next_at)
        sending.send(message.pk)
    message.refresh_from_db()
    return message


def test_application_tells_both_ways(apply, sms):
    case = apply(email=ADDRESS)
    run()
    (letter,) = mail.outbox
    ((number, text, _key),) = sms.sent
    assert (letter.to, number) == ([ADDRESS], "+8613900000120")
    for said in (letter.subject + letter.body, text):
        assert str(case.subject) in said
        assert not [word for word in PERSONAL if word in said]
    assert case.number[-6:] in text
    assert case.number not in letter.body + text


def test_task_that_runs_twice_sends_once(apply, sms):
    apply(email=ADDRESS)
    for message in Message.objects.all():
        tasks.send_message.func(message.pk)
        tasks.send_message.func(message.pk)
        tasks.send_message.enqueue(message.pk)
    run()
    assert (len(mail.outbox), len(sms.sent)) == (1, 1)
    assert set(Message.objects.values_list("state", "tries")) == {(MessageState.SENT, 1)}


def test_same_entry_is_planned_once_however_often_it_is_told(apply, sms):
    case = apply(email=ADDRESS)
    before = tables()
    tell(case, case.entries.get())
    assert tables() == before


def test_change_that_is_rolled_back_tells_nobody(apply, agent, sms):
    case = apply(email=ADDRESS)
    run()
    before = tables()
    with transaction.atomic():
        accept(case, agent)
        transaction.set_rollback(True)
    assert tables() == before
    run()
    assert len(sms.sent) == 1


def test_move_tells_its_state_and_a_note_of_staff_that_there_is_one(apply, agent, sms):
    case = apply()
    run()
    case = accept(case, agent)
    note(case=case, by=actor_of(agent), text="请补授权委托书", public=True)
    note(case=case, by=actor_of(agent), text="内部", public=False)
    run()
    assert [("正在办理" in text, "留言" in text) for _number, text, _key in sms.sent] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert not [text for _number, text, _key in sms.sent if "委托书" in text]


def test_after_an_outage_only_the_newest_state_is_told(apply, agent, sms):
    accept(apply(), agent)
    run()
    assert len(sms.sent) == 1
    assert "正在办理" in sms.sent[0][1]
    assert sorted(Message.objects.values_list("state", flat=True)) == [MessageState.OVERTAKEN, MessageState.SENT]


def test_withdrawal_of_the_applicant_is_confirmed(apply, sms):
    case = apply()
    move(case=case, move="withdraw", by=THE_APPLICANT, version=case.version, answers={})
    run()
    assert "撤回" in sms.sent[-1][1]


def test_texts_are_in_the_language_of_the_form(apply, sms):
    with translation.override("en"):
        apply(email=ADDRESS)
    run()
    assert mail.outbox[0].subject.startswith("We have your application")
    assert "within one working day" in sms.sent[0][1]


def test_whoever_has_neither_is_rung_up(apply, agent, sms):
    case = accept(apply(phone="0532-88001234"), agent)
    assert not Message.objects.exists()
    (call,) = RingTask.objects.all()  # not about what the receipt said already
    assert (call.case, call.notice.code, call.reason) == (case, "assistance-accepted", "no_address")


def test_without_a_gateway_a_mobile_number_is_no_way(apply, agent):
    accept(apply(), agent)
    assert (Message.objects.count(), RingTask.objects.count()) == (0, 1)


@pytest.mark.parametrize("address", ["no address", "a@b.example\nBcc: c@d.example", "", "x" * 300 + "@portal.example"])
def test_what_is_no_address_gets_no_letter(apply, sms, address):
    apply(email=address)
    run()
    assert (len(mail.outbox), len(sms.sent)) == (0, 1)


def test_subject_of_upstream_lists_breaks_no_header(apply, sms):
    case = apply(email=ADDRESS)
    case.subject = type(case.subject)({"zh-hans": "一\r\nBcc: x@portal.example"})
    case.save(update_fields=["subject"])
    run()
    assert "\n" not in mail.outbox[0].subject


def test_failure_is_tried_again_later_and_later_then_somebody_rings_up(apply, agent, sms, at):
    case = accept(apply(), agent)
    message = Message.objects.get(notice__code="assistance-accepted")
    sms.refuses = [OSError("13900000120 is gone")] * 50
    pauses = []
    for _try in range(len(sending.PAUSES)):
        began = clock.now()
        message = tried(message, at)
        pauses.append((message.next_at - max(began, clock.now())).total_seconds())
    assert pauses == list(sending.PAUSES)
    assert sum(pauses) > 2 * 24 * 60 * 60
    message = tried(message, at)
    assert (message.state, message.error) == (MessageState.FAILED, "OSError")
    assert RingTask.objects.get(reason="undelivered").case == case
    assert sending.send(message.pk) is None


def test_number_that_is_refused_for_good_is_rung_up_at_once(apply, agent, sms):
    accept(apply(), agent)
    sms.refuses = [SmsRefusedError()] * 2
    run()
    assert RingTask.objects.get(reason="undelivered").notice.code == "assistance-accepted"


def test_letter_that_is_refused_for_good_is_rung_up_only_if_no_sms_went(apply, agent, sms, monkeypatch):
    def refuse(*_args):
        raise SMTPRecipientsRefused({ADDRESS: (550, b"unknown")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    case = apply(email=ADDRESS)
    run()
    accept(case, agent)
    run()
    assert not RingTask.objects.exists()
    assert set(Message.objects.filter(channel="email").values_list("state", flat=True)) == {MessageState.FAILED}


def test_task_puts_itself_off_after_a_failure(apply, sms):
    apply()
    sms.refuses = [OSError()]
    run()
    (waiting,) = DBTaskResult.objects.filter(status="READY")
    assert waiting.run_after == Message.objects.get().next_at


def test_try_whose_worker_died_is_made_again_with_the_same_key(apply, sms, at):
    apply()
    message = Message.objects.get()
    Message.objects.update(state=MessageState.SENDING, tries=1, next_at=clock.now() + sending.LOST)
    assert sending.send(message.pk) == Message.objects.get().next_at
    assert sms.sent == []
    at(clock.now() + sending.LOST)
    sending.send(message.pk)
    assert [key for _number, _text, key in sms.sent] == [message.uuid.hex]


def test_message_without_its_task_leaves_after_an_hour(apply, sms, at):
    apply()
    DBTaskResult.objects.all().delete()
    tasks.send_what_was_left()
    assert not DBTaskResult.objects.exists()
    at(clock.now() + dt.timedelta(minutes=61))
    tasks.send_what_was_left()
    tasks.send_what_was_left()
    assert DBTaskResult.objects.count() == 1
    run()
    assert len(sms.sent) == 1


def test_task_and_message_hold_nothing_personal(apply, sms):
    apply(email=ADDRESS)
    sms.refuses = [OSError("13900000120")]
    run()
    kept = str([*DBTaskResult.objects.values(), *Message.objects.values()])
    assert not [word for word in PERSONAL if word in kept]


def test_file_gateway_writes_a_message_once(settings, tmp_path):
    settings.STATE = tmp_path
    gateway = FileGateway()
    for _time in range(2):
        gateway.send(number="+8613900000120", text="已收到", key="k")
    (file,) = (tmp_path / "sms").glob("*")
    assert json.loads(file.read_text()) == {"number": "+8613900000120", "text": "已收到", "key": "k"}
    assert file.stat().st_mode & 0o077 == 0


def test_booking_tells_time_and_place(town, sms):
    kind = AppointmentKind.objects.get()
    found = slots_by_day(kind.current.read(), town, clock.now())
    slot = next(slot for slots in found.values() for slot in slots)
    booking = book(kind=kind, point=town, starts_at=slot.starts_at, person=Person("王秀英", "13900001234"))
    run()
    cancel(booking=booking)
    run()
    booked, cancelled = (text for _number, text, _key in sms.sent)
    assert f"{clock.local(slot.starts_at):%H:%M}" in booked
    assert "取消" in cancelled
    assert local("2026-11-24 10:00") < slot.starts_at
