"""From a draft to a case, once."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import clocks, parties
from cases.actions.errors import Excluded, Incomplete
from cases.enums import EntryKind, IntakeChannel
from cases.models import Case, JournalEntry, Workflow
from cases.numbers import new_number
from cases.routing import route
from cases.workflow.spec import APPLICANT
from catalog.enums import Mode
from catalog.models import ServiceItem
from forms.dossier import dossier
from forms.evaluate import Evaluation, evaluate
from forms.facts import facts
from forms.models import Draft, Form
from forms.spec import FormSpec
from portal.kit import clock
from portal.kit.sealed import Sealed
from portal.kit.words import Words


@transaction.atomic
def submit(
    *, draft: Draft, declared: Collection[str], by: str = APPLICANT, channel: IntakeChannel = IntakeChannel.ONLINE
) -> Case:
    """Turn DRAFT into a case and return it; a second call with the same draft returns the same case.

    DECLARED are the codes of the declarations that the applicant ticked. The personal answers move to the party,
    sealed; the draft is emptied. Raises Excluded for an item that cannot be assisted (Art. 5) or is no longer offered,
    Incomplete for missing answers or declarations.
    """
    draft = (
        Draft.objects.select_for_update(of=("self",)).select_related("form_version", "item", "point").get(pk=draft.pk)
    )
    if draft.sent_at:
        return Case.objects.get(draft=draft)
    spec = draft.form_version.read()
    evaluation = evaluate(spec, draft.read(), facts(draft.item, draft.point, channel), clock.today())
    items = _items(draft, evaluation)
    _refuse(items, spec, evaluation, declared)
    case = _open(draft, items, spec, evaluation, channel)
    case.consents = [
        {"declare": one.declare, "text": dict(one.text), "at": case.submitted_at.isoformat()}
        for one in spec.check.declare
    ]
    case.save(update_fields=["consents"])
    _journal(case, by)
    draft.sent_at = case.submitted_at
    draft.answers = draft.previous_answers = Sealed.of("")
    draft.previous_key = ""
    draft.save(update_fields=["sent_at", "answers", "previous_key", "previous_answers", "updated_at"])
    return case


def _items(draft: Draft, evaluation: Evaluation) -> list[ServiceItem]:
    """Return what is applied for: the items that were chosen in the form, else that with which it was begun.

    The first decides the route, the subject and the clocks: that with which the form was begun, if it was kept.
    """
    chosen = evaluation.chosen("item")
    if not chosen:
        return [draft.item] if draft.item else []
    found = {item.code: item for item in ServiceItem.objects.filter(code__in=chosen)}
    if len(found) < len(chosen):
        raise Excluded(_("A service that you chose is not offered any more. Please choose again, or call us."))
    items = [found[code] for code in chosen]
    return sorted(items, key=lambda item: item != draft.item)


def _refuse(items: list[ServiceItem], spec: FormSpec, evaluation: Evaluation, declared: Collection[str]) -> None:
    if not Form.objects.filter(code=spec.form, retired_at=None).exists():
        raise Excluded(_("This form is closed. Please call us, we will help you."))
    if any(item.is_excluded or not item.live or item.retired_at for item in items):
        raise Excluded(_("We cannot help with this item here. Please call us, we will tell you where it is done."))
    if evaluation.stop:
        raise Excluded(str(evaluation.stop.field.text))
    if evaluation.missing:
        raise Incomplete(_("Some answers are missing."), evaluation.missing)
    if {one.declare for one in spec.check.declare} - set(declared):
        raise Incomplete(_("Please tick every declaration before you send."))


def _open(
    draft: Draft, items: list[ServiceItem], spec: FormSpec, evaluation: Evaluation, channel: IntakeChannel
) -> Case:
    first = items[0] if items else None
    workflow = Workflow.objects.select_related("current").get(code=spec.opens.workflow).current
    flow = workflow.read()
    organisation, point = route(spec.opens, first, draft.point)
    case = Case.objects.create(
        number=new_number(flow.prefix),
        subject=Words(first.name if first else spec.title),
        mode=evaluation.answers.get(spec.opens.mode, Mode.ASSISTANCE),
        channel=channel,
        organisation=organisation,
        point=point,
        workflow_version=workflow,
        form_version=draft.form_version,
        draft=draft,
        state=flow.start,
        dossier=dossier(evaluation),
        submitted_at=clock.now(),
    )
    case.items.add(*items)
    parties.add_applicant(case, parties.person_of(spec.opens, evaluation))
    clocks.enter(case, flow, state=flow.start, leaving=None, at=case.submitted_at, item=first)
    return case


def _journal(case: Case, by: str) -> None:
    JournalEntry.objects.create(case=case, at=case.submitted_at, by=by, kind=EntryKind.SUBMITTED, to_state=case.state)
