from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kit import clock


class Booking(models.Model):
    """One seat at one point at one time. The constraint on it is the capacity: two people never get the same seat.

    ``form_token`` is the hash of the token of the page on which it was booked, if it was booked online: the same page
    sent twice is one booking.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="booking")
    kind_version = models.ForeignKey("appointments.AppointmentKindVersion", models.PROTECT, related_name="bookings")
    kind = models.SlugField(max_length=80)
    point = models.ForeignKey("catalog.ServicePoint", models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField(pgettext_lazy("time", "from"))
    ends_at = models.DateTimeField(pgettext_lazy("time", "to"))
    seat = models.PositiveSmallIntegerField(_("seat"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    form_token = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  unique

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ("starts_at", "seat")
        constraints = (
            models.UniqueConstraint(
                fields=["point", "kind", "starts_at", "seat"],
                condition=models.Q(cancelled_at=None),
                name="one_booking_per_seat",
                violation_error_message=_("This time has just been taken. Please choose another."),
            ),
            models.CheckConstraint(condition=models.Q(seat__gte=1), name="seats_count_from_one"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.seat}"

    @property
    def can_be_cancelled(self) -> bool:
        """Whether the applicant can still give the time back: it was not cancelled, and it is early enough."""
        last = self.kind_version.read().last_cancellation(self.starts_at)
        return self.cancelled_at is None and clock.now() <= last
