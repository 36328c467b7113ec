"""The daily mail to staff: how many cases and calls wait for them. Numbers alone; names stay behind the sign-in."""

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.access import CasePolicy
from cases.models import StaffMail
from cases.notices.calls import open_calls
from catalog.models import Post
from configuration import site
from portal.kit import clock
from portal.kit.addresses import absolute
from portal.users.models import User


def begin() -> Iterator[int]:
    """Yield the keys of the mails of today that are to be sent now, each in a transaction of its own, once."""
    hour = settings.DAILY_MAIL_HOUR
    now = clock.local(clock.now())
    if hour < 0 or now.hour < hour:
        return
    had = StaffMail.objects.filter(on=now.date()).values("user")
    agents = Post.objects.agents().values("user")
    for user in User.objects.filter(pk__in=agents, is_active=True).exclude(email="").exclude(pk__in=had):
        with transaction.atomic():
            mail, made = StaffMail.objects.get_or_create(user=user, on=now.date())
            if made:
                yield mail.pk


def send(pk: int) -> None:
    """Send the mail PK, once; one that fails is not tried again, tomorrow brings the next."""
    if not StaffMail.objects.filter(pk=pk, sent_at=None).update(sent_at=clock.now()):
        return
    user = StaffMail.objects.select_related("user").get(pk=pk).user
    lines = lines_for(user)
    if lines:
        subject = _("%(site)s: what waits for you today") % {"site": site.current().name}
        text = "\n".join([*lines, "", absolute(reverse("desk"))])
        EmailMessage(subject, text, to=[user.email]).send()


def lines_for(user: User) -> list[str]:
    """Return a sentence with a number for each kind of work that waits for USER; none where nothing does."""
    policy, today = CasePolicy.of(user), clock.today()
    mine = Q(responsible=user) | Q(responsible=None)
    waiting = policy.visible().open().filter(mine, next_event_on__lte=today)
    counts = [
        (_("Late: %(n)d"), waiting.filter(next_event_on__lt=today).count()),
        (_("Due today: %(n)d"), waiting.filter(next_event_on=today).count()),
        (_("Taken by nobody yet: %(n)d"), policy.visible().open().filter(responsible=None).count()),
        (_("To be rung up: %(n)d"), open_calls(policy).count()),
    ]
    return [sentence % {"n": number} for sentence, number in counts if number]
