from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import MessageChannel, MessageState, RingReason
from cases.notice_spec import NoticeSpec
from configuration.versions import FrozenVersion, Versioned


class NoticeVersion(FrozenVersion):
    """One frozen state of a notice; a message keeps the one of which it is made."""

    kind = "notice"

    def read(self) -> NoticeSpec:
        """Return the notice."""
        return self._read(NoticeSpec)


class Notice(Versioned):
    """A notice under its code, with its current version and the workflow about whose cases it is."""

    current = models.ForeignKey(NoticeVersion, models.PROTECT, related_name="+")
    workflow = models.SlugField(max_length=80, default="", db_index=True)


class Message(models.Model):
    """A notice on its way to the applicant of a case, made with the journal entry that it tells about.

    It holds neither words nor address: both are read when it is sent. ``error`` is the kind of the last failure, never
    its text, in which an address may stand.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="messages")
    entry = models.ForeignKey("cases.JournalEntry", models.PROTECT, related_name="messages")
    notice = models.ForeignKey(NoticeVersion, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=10, choices=MessageChannel.choices)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is tried next; while it is being sent: when this try counts as lost.
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry", "notice", "channel"], name="one_message_per_entry_and_channel"),
        )
        indexes = (
            models.Index(
                fields=["next_at"],
                name="message_on_its_way",
                condition=models.Q(state__in=(MessageState.WAITING, MessageState.SENDING)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.uuid}"


class RingTask(models.Model):
    """Somebody to be rung up about a journal entry, because no message reaches them."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="ring_tasks")
    entry = models.ForeignKey("cases.JournalEntry", models.PROTECT, related_name="+")
    notice = models.ForeignKey(NoticeVersion, models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=20, choices=RingReason.choices)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = (models.UniqueConstraint(fields=["entry", "notice"], name="one_call_per_entry_and_notice"),)
        indexes = (models.Index(fields=["created_at"], name="call_to_make", condition=models.Q(done_at=None)),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"


class StaffMail(models.Model):
    """The daily mail of counts to one person, once a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "on"], name="one_daily_mail_per_person"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.on}"
