"""Sending of one message: claimed by one statement, so that a task that runs twice sends once; tried until an end.

A try whose end nobody wrote (the worker died) counts as lost after ten minutes and is made again: the key that goes
with every try, the ``Message-ID`` of a letter, is then the same, so that those who pass it on can tell.
"""

import datetime as dt
import logging
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from cases.enums import MessageChannel, MessageState, RingReason
from cases.models import Message
from cases.notices.calls import plan_call
from cases.notices.gateways import SmsRefusedError, sms_gateway
from cases.notices.reach import reach_of
from cases.notices.words import filled, values_of
from portal.kit import clock, languages
from portal.kit.speaking import in_language

MINUTE, HOUR = 60, 60 * 60  # seconds
PAUSES = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, *[6 * HOUR] * 8)
"""Between two tries; after two days there is no other, and somebody rings up."""
LOST = dt.timedelta(minutes=10)
ON_ITS_WAY = (MessageState.WAITING, MessageState.SENDING)
PERMANENT = 500  # of SMTP: answers from here on say that another try is of no use
RELATED = ("entry", "notice", "case__applicant", "case__workflow_version", "case__form_version", "case__organisation")

log = logging.getLogger(__name__)


class Unreachable(Exception):
    """Nothing can be delivered there, however often it is tried."""


def send(pk: int) -> dt.datetime | None:
    """Send the message PK unless that is done; return when it is to be tried again, None if never."""
    now = clock.now()
    mine = Message.objects.filter(pk=pk, state__in=ON_ITS_WAY, next_at__lte=now).update(
        state=MessageState.SENDING, next_at=now + LOST, tries=F("tries") + 1
    )
    message = Message.objects.select_related(*RELATED, "case__point").get(pk=pk)
    if not mine:
        return message.next_at if message.state in ON_ITS_WAY else None
    if _is_overtaken(message):
        _written(message, state=MessageState.OVERTAKEN)
        return None
    try:
        with in_language(message.case.language or languages.default()):
            _deliver(message)
    except Exception as error:  # noqa: BLE001  whatever a server answers, the message is kept
        return _failed(message, error)
    _written(message, state=MessageState.SENT, sent_at=clock.now(), error="")
    return None


def _is_overtaken(message: Message) -> bool:
    """Return whether the case has left the state of which MESSAGE tells: after an outage only news is told."""
    return bool(message.entry.to_state) and message.entry.to_state != message.case.state


def _deliver(message: Message) -> None:
    spec, reach = message.notice.read(), reach_of(message.case)
    values = values_of(message.case, message.entry)
    gateway = sms_gateway()
    if message.channel == MessageChannel.EMAIL and spec.email and reach.email:
        _post(message, filled(spec.email.subject, values), filled(spec.email.text, values), reach.email)
    elif message.channel == MessageChannel.SMS and spec.sms and reach.mobile and gateway:
        gateway.send(number=reach.mobile, text=filled(spec.sms, values), key=message.uuid.hex)
    else:
        raise Unreachable


def _post(message: Message, subject: str, text: str, address: str) -> None:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{message.uuid.hex}@{host}>", "Auto-Submitted": "auto-generated"}
    # What an editor or an upstream list wrote must not break a header apart.
    EmailMessage(" ".join(subject.split()), text, to=[address], headers=headers).send()


def _failed(message: Message, error: Exception) -> dt.datetime | None:
    """Keep that a try of MESSAGE failed; return when the next one is, or None after the last."""
    # Its kind alone: in the text of the error the address may stand.
    log.warning("Message %s was not sent, try %d (%s).", message.uuid, message.tries, type(error).__name__)
    name = type(error).__name__[:100]
    if message.tries <= len(PAUSES) and not _is_final(error):
        later = clock.now() + dt.timedelta(seconds=PAUSES[message.tries - 1])
        _written(message, state=MessageState.WAITING, next_at=later, error=name)
        return later
    with transaction.atomic():
        _written(message, state=MessageState.FAILED, error=name)
        others = Message.objects.filter(entry=message.entry, notice=message.notice)
        if message.notice.read().ring and not others.exclude(state=MessageState.FAILED).exists():
            plan_call(message.case, message.entry, message.notice, RingReason.UNDELIVERED)
    return None


def _is_final(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _words in error.recipients.values())
    return isinstance(error, Unreachable | SmsRefusedError)


def _written(message: Message, **columns: object) -> None:
    Message.objects.filter(pk=message.pk, tries=message.tries, state=MessageState.SENDING).update(**columns)
