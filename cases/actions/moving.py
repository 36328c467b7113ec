"""Moves from one state to the next: compare-and-swap, so that the slower of two clerks gets an error."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cases import questions
from cases.access import CasePolicy, spec_of
from cases.actions import clocks, columns, journal
from cases.actions.errors import Conflict, Incomplete, NotAllowed
from cases.enums import EntryKind
from cases.models import Case, JournalEntry
from cases.workflow.actor import Actor
from cases.workflow.engine import Decision
from cases.workflow.registry import EFFECTS
from cases.workflow.spec import Move
from portal.kit import clock, languages


@transaction.atomic
def move(*, case: Case, move: str, by: Actor, version: int, answers: Mapping[str, Any]) -> Case:
    """Make MOVE on CASE and return it afresh; ANSWERS are those to what the move asks, by key.

    VERSION is the version of the case that the page showed. Raises Conflict when the case has changed since, NotAllowed
    when this actor may not or a guard does not hold, Incomplete when what the move asks is missing or too short.
    Sources: Art. 6, 18 to 20, 23.
    """
    spec = spec_of(case)
    decision = CasePolicy(by).decisions(case).get(move)
    if case.version != version or decision is None or decision.against("state"):
        raise Conflict(_("Somebody has worked on this case in the meantime. Please look at it again."))
    _check_allowed(decision)
    step = spec.moves[move]
    kept = _checked(step, answers)
    moment = clock.now()
    changed = Case.objects.filter(pk=case.pk, version=version, state=case.state).update(
        state=step.to,
        version=F("version") + 1,
        closed_at=moment if spec.states[step.to].end else None,
        responsible_id=case.responsible_id or (by.user.pk if by.user else None),
    )
    if changed != 1:
        raise Conflict(_("Somebody has worked on this case in the meantime. Please look at it again."))
    clocks.enter(case, spec, state=step.to, leaving=case.state, at=moment, item=case.item)
    journal.write(
        case,
        EntryKind.MOVED,
        by=by,
        at=moment,
        role=decision.role,
        move=move,
        from_state=case.state,
        to_state=step.to,
        public_note=_public_note(step, kept),
        internal_note=_internal_note(step, kept),
    )
    for effect, parameters in map(EFFECTS.read, step.does):
        effect.apply(case, parameters, by=by, at=moment)
    case.refresh_from_db()
    columns.keep(case, spec)
    return case


@transaction.atomic
def note(*, case: Case, by: Actor, text: str, public: bool) -> JournalEntry:
    """Write TEXT into the journal of CASE: for the applicant if PUBLIC, else for the desk alone (Art. 22).

    Raises NotAllowed for somebody who does not work cases of this organisation.
    """
    if not CasePolicy(by).visible().filter(pk=case.pk).exists():
        raise NotAllowed(_("Your role may not do this."))
    notes = {"public_note": text} if public else {"internal_note": text}
    return journal.write(case, EntryKind.NOTE, by=by, at=clock.now(), **notes)


def _check_allowed(decision: Decision) -> None:
    if decision.against("role"):
        raise NotAllowed(_("Your role may not do this."))
    if decision.reasons:
        raise NotAllowed(" ".join(reason.sentence for reason in decision.reasons))


def _checked(step: Move, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers that STEP asks for as text; Incomplete names the first that is refused."""
    try:
        return questions.clean(step, answers)
    except questions.WrongAnswer as wrong:
        raise Incomplete(str(wrong), [("", wrong.key)]) from None


def _public_note(step: Move, kept: Mapping[str, str]) -> str:
    """Return the text for the citizen, in the language of the site, not the clerk's, with answers filled in."""
    text = step.says.in_language(languages.default())
    for key, value in kept.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _internal_note(step: Move, kept: Mapping[str, str]) -> str:
    """Return the answers that the citizen does not read, a line each."""
    public = step.says.in_language(languages.default())
    labels = {key: question.label for key, question in questions.questions(step).items()}
    return "\n".join(f"{labels[key]}: {value}" for key, value in kept.items() if value and f"{{{key}}}" not in public)
