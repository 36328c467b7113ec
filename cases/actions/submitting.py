"""From a draft to a case, once."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import parties
from cases.actions.errors import Excluded, Incomplete
from cases.actions.opening import open_case
from cases.enums import IntakeChannel
from cases.models import Case, Draft
from cases.routing import facts, route
from cases.workflow.actor import THE_APPLICANT, Actor
from catalog.enums import Mode
from forms.dossier import dossier, personal
from forms.models import Form
from forms.spec import Answers, FormSpec, given, missing, stopped_by
from portal.kit.sealed import Sealed


@transaction.atomic
def submit(
    *,
    draft: Draft,
    declared: Collection[str],
    by: Actor = THE_APPLICANT,
    channel: IntakeChannel = IntakeChannel.ONLINE,
) -> Case:
    """Turn DRAFT into a case and return it; a second call with the same draft returns the same case.

    DECLARED are the codes of the declarations that the applicant ticked. The personal answers move to the party,
    sealed; the draft is emptied. Raises Excluded for an item that cannot be assisted (Art. 5) or is no longer offered,
    Incomplete for missing answers or declarations.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("form_version", "case").get(pk=draft.pk)
    if draft.case is not None:
        return draft.case
    spec = draft.form_version.read()
    answers: Answers = draft.read()
    known = facts(draft.item, draft.point, channel)
    _refuse(draft, spec, answers, known, declared)
    organisation, point = route(spec.opens, draft.item, draft.point)
    counted = given(spec, answers, known)
    case = open_case(
        by=by,
        workflow=spec.opens.workflow,
        subject=draft.item.name if draft.item else spec.title,
        person=parties.person_of(spec, counted, personal(spec, answers, known)),
        organisation=organisation,
        point=point,
        channel=channel,
        mode=counted.get(spec.opens.mode, Mode.ASSISTANCE),
        items=[draft.item] if draft.item else [],
        form_version=draft.form_version,
        dossier=dossier(spec, answers, known),
        consents=[{"declare": one.declare, "text": dict(one.text)} for one in spec.check.declare],
    )
    draft.case = case
    draft.answers = draft.previous_answers = Sealed.of("")
    draft.previous_key = ""
    draft.save(update_fields=["case", "answers", "previous_key", "previous_answers", "updated_at"])
    return case


def _refuse(draft: Draft, spec: FormSpec, answers: Answers, known: dict[str, Any], declared: Collection[str]) -> None:
    item = draft.item
    if not Form.objects.filter(code=spec.form, retired_at=None).exists():
        raise Excluded(_("This form is closed. Please call us, we will help you."))
    if item is not None and (item.is_excluded or not item.live or item.retired_at):
        raise Excluded(_("We cannot help with this item here. Please call us, we will tell you where it is done."))
    if stop := stopped_by(spec, answers, known):
        raise Excluded(str(stop[1].text))
    if gaps := missing(spec, answers, known):
        raise Incomplete(_("Some answers are missing."), [(step.step, key) for step, key in gaps])
    if {one.declare for one in spec.check.declare} - set(declared):
        raise Incomplete(_("Please tick every declaration before you send."))
