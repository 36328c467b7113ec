"""The fixed words of case work, and the named sets of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IntakeChannel(models.TextChoices):
    """Channel by which a case came in; an online submission is never consent to a mandate."""

    ONLINE = "online", _("online")
    WINDOW = "window", _("at the window")
    PHONE = "phone", _("by telephone")
    PAPER = "paper", _("on paper")


class PartyRole(models.TextChoices):
    """The principal stays the applicant of record, also when an agent acts (Art. 6)."""

    APPLICANT = "applicant", _("applicant")
    AGENT = "agent", _("acts for the applicant")


class WaitsFor(models.TextChoices):
    """Party that has to act next."""

    STAFF = "staff", _("our staff")
    APPLICANT = "applicant", _("the applicant")
    NOBODY = "none", _("nobody")


class EntryKind(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    MOVED = "moved", _("moved")
    NOTE = "note", pgettext_lazy("in the journal", "note")
    SUPPLIED = "supplied", _("papers handed in")


class ClockState(models.TextChoices):
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    STOPPED = "stopped", _("stopped")


# How people come whose words a member of staff writes down; on paper counts as at the window.
ENTERED = (IntakeChannel.WINDOW, IntakeChannel.PHONE, IntakeChannel.PAPER)

# Clocks that a queue sorts by: a stopped one asks nothing of anybody.
TICKING = (ClockState.RUNNING, ClockState.PAUSED)


class MessageChannel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", pgettext_lazy("of a message", "failed")
    OVERTAKEN = "overtaken", _("overtaken by a newer one")


class RingReason(models.TextChoices):
    """Reason why somebody is rung up instead of written to."""

    NO_ADDRESS = "no_address", _("There is neither an e-mail address nor a mobile number")
    UNDELIVERED = "undelivered", _("The message could not be delivered")
