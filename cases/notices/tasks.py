"""Tasks of notices, each harmless when run twice, and the periodic jobs that look after them."""

import datetime as dt

from django.db import transaction
from django_tasks import task

from cases.models import Message
from cases.notices import daily_mail, sending
from portal.kit import clock

LEFT = dt.timedelta(hours=1)  # without its task, e.g. after somebody emptied the table of tasks
AT_ONCE = 500


@task(backend="worker")
def send_message(pk: int) -> None:
    """Send the message PK, or put it off."""
    later = sending.send(pk)
    if later:
        send_message.using(run_after=later).enqueue(pk)


@task(backend="worker")
def send_daily_mail(pk: int) -> None:
    """Send the daily mail PK, unless that is done."""
    daily_mail.send(pk)


def send_what_was_left() -> None:
    """Give messages a task again that should have left an hour ago."""
    late = Message.objects.filter(state__in=sending.ON_ITS_WAY, next_at__lt=clock.now() - LEFT)
    for pk in late.order_by("next_at").values_list("pk", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            if late.filter(pk=pk).update(next_at=clock.now()):
                send_message.enqueue(pk)


def begin_daily_mails() -> None:
    """Begin the daily mails of today, if it is time."""
    for pk in daily_mail.begin():
        send_daily_mail.enqueue(pk)
