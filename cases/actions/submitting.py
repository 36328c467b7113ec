"""From a draft to a case, once."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access import CasePolicy
from cases.actions import clocks, parties
from cases.actions.errors import Excluded, Incomplete
from cases.enums import EntryKind, IntakeChannel
from cases.models import Case, Draft, JournalEntry, Workflow
from cases.numbers import new_number
from cases.routing import facts, route
from cases.workflow.actor import Actor
from catalog.enums import Mode
from forms.dossier import dossier, personal
from forms.models import Form
from forms.spec import Answers, FormSpec, given, missing, stopped_by
from portal.kit import clock
from portal.kit.sealed import Sealed
from portal.kit.words import Words


@transaction.atomic
def submit(
    *,
    draft: Draft,
    declared: Collection[str],
    by: Actor | None = None,
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
    case = _open(draft, spec, answers, known, channel)
    case.consents = [
        {"declare": one.declare, "text": dict(one.text), "at": case.submitted_at.isoformat()}
        for one in spec.check.declare
    ]
    case.save(update_fields=["consents"])
    _journal(case, by or Actor.applicant())
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


def _open(draft: Draft, spec: FormSpec, answers: Answers, known: dict[str, Any], channel: IntakeChannel) -> Case:
    workflow = Workflow.objects.select_related("current").get(code=spec.opens.workflow).current
    flow = workflow.read()
    organisation, point = route(spec.opens, draft.item, draft.point)
    counted = given(spec, answers, known)
    case = Case.objects.create(
        number=new_number(flow.prefix),
        subject=Words(draft.item.name if draft.item else spec.title),
        mode=counted.get(spec.opens.mode, Mode.ASSISTANCE),
        channel=channel,
        organisation=organisation,
        point=point,
        workflow_version=workflow,
        form_version=draft.form_version,
        state=flow.start,
        dossier=dossier(spec, answers, known),
        submitted_at=clock.now(),
    )
    if draft.item is not None:
        case.items.add(draft.item)
    parties.add_applicant(case, parties.person_of(spec, counted, personal(spec, answers, known)))
    clocks.enter(case, flow, state=flow.start, leaving=None, at=case.submitted_at, item=draft.item)
    return case


def _journal(case: Case, by: Actor) -> None:
    JournalEntry.objects.create(
        case=case,
        at=case.submitted_at,
        by=by.account,
        by_name=by.name,
        role=next(iter(CasePolicy(by).roles_over(case)), ""),
        kind=EntryKind.SUBMITTED,
        to_state=case.state,
    )
