"""From a draft to a case, once."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.actions import attaching, parties
from cases.actions.errors import Excluded, Incomplete
from cases.actions.opening import open_case
from cases.enums import IntakeChannel
from cases.models import Case
from cases.routing import route
from cases.workflow.actor import THE_APPLICANT, Actor
from catalog.enums import Mode
from catalog.models import Organisation
from forms.applied_for import AppliedFor, chosen_point, place_of_conditions
from forms.destinations import Route
from forms.dossier import Section, dossier
from forms.evaluate import Evaluation, evaluate
from forms.facts import facts
from forms.following import follow
from forms.models import Draft, Form
from forms.spec import FormSpec
from portal.kit import clock
from portal.kit.sealed import Sealed
from portal.kit.speaking import in_all_languages

# The dossier is frozen in all languages, so what it says is not looked up when it is read.
WHO_ANSWERS, PLACE, REASON = gettext_lazy("Who answers"), pgettext_lazy("of an applicant", "Place"), gettext_lazy("Why")


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
    rows = Draft.objects.with_current().select_for_update(of=("self",)).select_related("form_version", "item", "point")
    draft = rows.get(pk=draft.pk)
    if draft.sent_at:
        return Case.objects.get(draft=draft)
    follow(draft)
    spec = draft.form_version.read()
    answers = draft.read()
    known = facts(draft.item, chosen_point(draft, answers), channel, place_of_conditions(spec, answers))
    evaluation = evaluate(spec, answers, known, clock.today())
    applied = AppliedFor.by(draft, evaluation, answers)
    _refuse(applied, spec, evaluation, declared)
    first = applied.items[0] if applied.items else None
    found = route(spec.opens, applied)
    case = open_case(
        by=by,
        workflow=spec.opens.workflow,
        subject=first.name if first else spec.title,
        person=parties.person_of(spec.opens, evaluation),
        organisation=found.organisation,
        point=found.point,
        channel=channel,
        mode=evaluation.answers.get(spec.opens.mode, Mode.ASSISTANCE),
        items=applied.items,
        draft=draft,
        dossier=[*dossier(evaluation), _who_answers(applied.place, found)],
        consents=[
            {"declare": one.declare, "version": one.version, "text": dict(one.text)} for one in spec.check.declare
        ],
    )
    attaching.attach(case, spec, draft, evaluation, by=by)
    draft.sent_at = case.submitted_at
    draft.answers = draft.previous_answers = Sealed.of("")
    draft.previous_key = ""
    draft.save(update_fields=["form_version", "sent_at", "answers", "previous_key", "previous_answers", "updated_at"])
    return case


def _who_answers(place: Organisation | None, found: Route) -> Section:
    """Return what the dossier keeps of the routing: the place that was named, and why this organisation answers."""
    rows = [_frozen("_place", PLACE, [place])] if place else []
    return {"title": in_all_languages(WHO_ANSWERS), "rows": [*rows, _frozen("_reason", REASON, found.reasons)]}


def _frozen(key: str, label: object, texts: Iterable[object]) -> dict[str, Any]:
    """Return a row of the dossier as the type ``choice`` freezes its answers: texts by language."""
    value = [in_all_languages(text) for text in texts]
    return {"key": key, "label": in_all_languages(label), "type": "choice", "value": value}


def _refuse(applied: AppliedFor, spec: FormSpec, evaluation: Evaluation, declared: Collection[str]) -> None:
    if applied.gone:
        raise Excluded(_("A service that you chose is not offered any more. Please choose again, or call us."))
    if not Form.objects.published().filter(code=spec.form).exists():
        raise Excluded(_("This form is closed. Please call us, we will help you."))
    if any(item.is_excluded or not item.live or item.retired_at for item in applied.items):
        raise Excluded(_("We cannot help with this item here. Please call us, we will tell you where it is done."))
    if evaluation.stop:
        raise Excluded(str(evaluation.stop.field.text))
    if evaluation.missing:
        raise Incomplete(_("Some answers are missing."), evaluation.missing)
    if {one.declare for one in spec.check.declare} - set(declared):
        raise Incomplete(_("Please tick every declaration before you send."))
