from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import ENTERED
from catalog.models import Organisation
from portal.kit.sealed import SealedField


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def within(self, heads: list[Organisation]) -> Self:
        """Consultations given at any of HEADS and at the organisations below them."""
        return self.filter(organisation__in=Organisation.objects.within(*heads))

    def for_list(self) -> Self:
        """With the columns of a row of the log, without what is sealed."""
        return self.select_related("item", "by", "case").defer("name", "phone", "question", "answer", "case__dossier")


class Consultation(models.Model):
    """A question that somebody asked at the window or on the telephone, and its answer (Art. 5, 15).

    Who asked need not say a name. Names, numbers and what was said are sealed; `name_index` and `phone_index` are blind
    indexes as those of a party. ``case`` is the case that it became.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("when"))
    organisation = models.ForeignKey("catalog.Organisation", models.PROTECT, related_name="consultations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consultations")
    channel = models.CharField(
        _("received"), max_length=20, choices=[(one.value, one.label) for one in ENTERED], default=ENTERED[0]
    )
    item = models.ForeignKey("catalog.ServiceItem", models.PROTECT, null=True, blank=True, related_name="+")
    name = SealedField(blank=True)
    name_masked = models.CharField(max_length=100, blank=True)
    name_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone = SealedField(blank=True)
    phone_masked = models.CharField(max_length=30, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    question = SealedField()
    answer = SealedField(blank=True)
    minutes = models.PositiveSmallIntegerField(pgettext_lazy("that a talk took", "minutes"), default=5)
    case = models.OneToOneField(
        "cases.Case", models.SET_NULL, null=True, blank=True, related_name="consultation", verbose_name=_("case")
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name_masked}".strip()
