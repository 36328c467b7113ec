"""A talk that is written down: who asked, if they say so, what, and what was answered."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access import CasePolicy
from cases.actions.errors import NotAllowed
from cases.actions.parties import name_index, phone_index
from cases.enums import IntakeChannel
from cases.models import Consultation
from cases.workflow.actor import Actor
from catalog.models import Organisation, ServiceItem
from forms import masks
from portal.kit import clock


@transaction.atomic
def consult(
    *,
    by: Actor,
    organisation: Organisation,
    channel: IntakeChannel,
    question: str,
    answer: str,
    minutes: int,
    item: ServiceItem | None = None,
    name: str = "",
    phone: str = "",
) -> Consultation:
    """Write down a consultation that BY gave at ORGANISATION; NAME and PHONE only if the person said them.

    Raises NotAllowed where BY enters nothing for this organisation.
    """
    if by.user is None or not CasePolicy(by).enters_at(organisation):
        raise NotAllowed(_("Your role may not do this."))
    return Consultation.objects.create(
        at=clock.now(),
        organisation=organisation,
        by=by.user,
        channel=channel,
        item=item,
        name=name,
        name_masked=masks.name(name),
        name_index=name_index(name) if name else "",
        phone=phone,
        phone_masked=masks.phone(phone) if phone else "",
        phone_index=phone_index(phone) if phone else "",
        question=question,
        answer=answer,
        minutes=minutes,
    )
