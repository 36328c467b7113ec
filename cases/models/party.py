from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import PartyRole
from catalog.enums import Audience
from portal.kit.sealed import SealedField


class Party(models.Model):
    """A person or organisation in a case. A plain model on purpose: Wagtail neither revises nor indexes it.

    ``answers`` holds every other personal answer of the form as sealed JSON by field key. ``tail_index`` is the blind
    index of the last four digits of the phone, under the number of the case. ``name_index``, ``phone_index`` and
    ``ending_index`` are those of the whole name, the whole phone and its last four digits: staff find cases by them.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="parties")
    role = models.CharField(pgettext_lazy("of a party", "role"), max_length=20, choices=PartyRole.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=Audience.choices)
    name = SealedField()
    name_masked = models.CharField(max_length=100)
    identity_kind = models.CharField(max_length=30, blank=True)
    identity = SealedField(blank=True)
    phone = SealedField()
    phone_masked = models.CharField(max_length=30)
    name_index = models.CharField(max_length=64, db_index=True)
    phone_index = models.CharField(max_length=64, db_index=True)
    ending_index = models.CharField(max_length=64, db_index=True)
    tail_index = models.CharField(max_length=64)
    answers = SealedField(blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = (models.UniqueConstraint(fields=["case", "role"], name="one_party_per_role"),)

    def __str__(self) -> str:
        return self.name_masked
