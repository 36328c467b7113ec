"""Applications that a member of staff writes down for somebody: a draft of their own, then sent like any other."""

import json
import secrets
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.access import CasePolicy
from cases.actions import journal
from cases.actions.errors import NotAllowed
from cases.actions.submitting import submit
from cases.enums import EntryKind, IntakeChannel
from cases.models import Case, Consultation, EnteredDraft, JournalEntry
from cases.workflow.actor import Actor
from catalog.models import ServiceItem, ServicePoint
from forms.models import Draft, FormVersion
from portal.kit import clock
from portal.kit.sealed import Sealed
from portal.users.models import User


@transaction.atomic
def keep_entered(
    *,
    uuid: UUID,
    by: Actor,
    version: FormVersion,
    item: ServiceItem | None,
    point: ServicePoint | None,
    answers: Mapping[str, Any],
    consultation: Consultation | None = None,
) -> EnteredDraft:
    """Store ANSWERS in the draft that BY enters under UUID, and return it; the first call makes it.

    A draft that was sent stays as it is. Raises NotAllowed for a draft of somebody else, and for who may not enter any.
    """
    if by.user is None or not CasePolicy(by).enters:
        raise NotAllowed(_("Your role may not do this."))
    entered = _locked(uuid) or _begun(uuid, by.user, version, consultation)
    if entered.by_id != by.user.pk:
        raise NotAllowed(_("Your role may not do this."))
    draft = entered.draft
    if draft.sent_at:
        return entered
    draft.form_version, draft.item, draft.point = version, item, point
    draft.answers = Sealed.of(json.dumps(dict(answers), ensure_ascii=False))
    draft.save(update_fields=["form_version", "item", "point", "answers", "updated_at"])
    return entered


def _locked(uuid: UUID) -> EnteredDraft | None:
    rows = EnteredDraft.objects.select_for_update(of=("self",)).select_related("draft__form_version")
    return rows.filter(uuid=uuid).first()


def _begun(uuid: UUID, by: User, version: FormVersion, consultation: Consultation | None) -> EnteredDraft:
    """Return a new empty draft under UUID, or that of the same page that was sent a moment before."""
    try:
        with transaction.atomic():
            # No browser holds this key: the desk finds its drafts by whose they are.
            draft = Draft.objects.create(key=secrets.token_hex(32), form_version=version)
            return EnteredDraft.objects.create(uuid=uuid, draft=draft, by=by, consultation=consultation)
    except IntegrityError:
        found = _locked(uuid)
        if found is None:
            raise
        return found


@transaction.atomic
def enter(
    *, entered: EnteredDraft, by: Actor, channel: IntakeChannel, declared: Collection[str], sentence: str
) -> Case:
    """Send the draft ENTERED as it came by CHANNEL, and return its case; a second call returns the same case.

    SENTENCE is what was read to the applicant and confirmed, with personal answers masked: the journal keeps it with
    who and when. Raises as `submit`, and NotAllowed for a draft of somebody else.
    """
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=entered.draft_id)
    if by.user is None or entered.by_id != by.user.pk or not CasePolicy(by).enters:
        raise NotAllowed(_("Your role may not do this."))
    if draft.sent_at:
        return Case.objects.get(draft=draft)
    case = submit(draft=draft, declared=declared, by=by, channel=channel)
    text = _("Read to the applicant, who confirmed it: %(sentence)s") % {"sentence": sentence}
    journal.write(case, EntryKind.NOTE, by=by, at=case.submitted_at, internal_note=text)
    if entered.consultation_id:
        Consultation.objects.filter(pk=entered.consultation_id, case=None).update(case=case)
    return case


@transaction.atomic
def use_known(*, case: Case, by: Actor) -> JournalEntry:
    """Write into the journal of CASE that BY took the applicant's data from it for another application."""
    if not CasePolicy(by).visible().filter(pk=case.pk).exists():
        raise NotAllowed(_("Your role may not do this."))
    text = _("Data of the applicant used for another application")
    return journal.write(case, EntryKind.NOTE, by=by, at=clock.now(), internal_note=text)
