"""The daily mail: once a day, to those who work cases, with numbers alone."""

import pytest
from django.core import mail

from cases.access import actor_of
from cases.actions import move
from cases.models import StaffMail
from cases.notices import daily_mail, tasks
from tests.moments import local

pytestmark = pytest.mark.usefixtures("notices")


@pytest.fixture(autouse=True)
def morning(settings, agent):
    settings.DAILY_MAIL_HOUR = 8
    agent.email = "agent@portal.example"
    agent.save()


def send_all():
    tasks.begin_daily_mails()
    for pk in StaffMail.objects.values_list("pk", flat=True):
        tasks.send_daily_mail.func(pk)


def test_mail_has_numbers_and_no_names(apply, agent, at):
    case = apply(phone="0532-88001234")
    move(case=case, move="accept", by=actor_of(agent), version=case.version, answers={})
    apply()
    at(local("2026-11-25 08:01"))
    send_all()
    (letter,) = mail.outbox
    assert letter.to == ["agent@portal.example"]
    assert len([line for line in letter.body.splitlines() if line.endswith("1")]) == 3
    for word in ("欧阳", "139", "8800", case.number, str(case.subject)):
        assert word not in letter.subject + letter.body


def test_mail_leaves_once_a_day_however_often_the_job_runs(apply, at):
    apply()
    for _round in range(3):
        send_all()
    assert len(mail.outbox) == 1
    at(local("2026-11-25 09:00"))
    send_all()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(("hour", "when"), [(-1, "2026-11-25 09:00"), (8, "2026-11-25 07:59")])
def test_nothing_leaves_before_its_hour_or_without_one(apply, at, settings, hour, when):
    apply()
    settings.DAILY_MAIL_HOUR = hour
    at(local(when))
    send_all()
    assert not StaffMail.objects.exists()


def test_whoever_has_nothing_to_do_gets_no_mail(agent):
    send_all()
    assert mail.outbox == []
    assert daily_mail.lines_for(agent) == []


def test_colleague_of_another_organisation_counts_nothing(apply, neighbour):
    apply()
    assert daily_mail.lines_for(neighbour) == []
