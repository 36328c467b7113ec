"""From a draft to a case, once."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import parties
from cases.actions.errors import Excluded, Incomplete
from cases.actions.opening import open_case
from cases.enums import IntakeChannel
from cases.models import Case
from cases.routing import route
from cases.workflow.actor import THE_APPLICANT, Actor
from catalog.enums import Mode
from catalog.models import ServiceItem
from forms.dossier import dossier
from forms.evaluate import Evaluation, evaluate
from forms.facts import facts
from forms.models import Draft, Form
from forms.spec import FormSpec
from portal.kit import clock
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
    rows = Draft.objects.select_for_update(of=("self",)).select_related("form_version", "item", "point")
    draft = rows.get(pk=draft.pk)
    if draft.sent_at:
        return Case.objects.get(draft=draft)
    spec = draft.form_version.read()
    evaluation = evaluate(spec, draft.read(), facts(draft.item, draft.point, channel), clock.today())
    items = _items(draft, evaluation)
    _refuse(items, spec, evaluation, declared)
    first = items[0] if items else None
    organisation, point = route(spec.opens, first, draft.point)
    case = open_case(
        by=by,
        workflow=spec.opens.workflow,
        subject=first.name if first else spec.title,
        person=parties.person_of(spec.opens, evaluation),
        organisation=organisation,
        point=point,
        channel=channel,
        mode=evaluation.answers.get(spec.opens.mode, Mode.ASSISTANCE),
        items=items,
        draft=draft,
        dossier=dossier(evaluation),
        consents=[{"declare": one.declare, "text": dict(one.text)} for one in spec.check.declare],
    )
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
