"""From one state to the next: compare-and-swap, so that of two clerks one wins and the other is told."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cases import access
from cases.actions import clocks
from cases.actions.errors import Conflict, Incomplete, NotAllowed
from cases.enums import EntryKind
from cases.models import Appointment, Case, JournalEntry
from cases.workflow.engine import may, moves_from
from cases.workflow.spec import Move
from portal.kit import clock, languages
from portal.users.models import User


@transaction.atomic
def move(*, case: Case, move: str, by: User | None, version: int, answers: Mapping[str, str]) -> Case:
    """Make MOVE on CASE as USER (None is the applicant) and return it afresh.

    VERSION is the version of the case that the page showed. Raises Conflict when the case has changed since, NotAllowed
    when this person may not, Incomplete when what the move asks is missing or too short. Sources: Art. 6, 18 to 20, 23.
    """
    spec = access.spec_of(case)
    if case.version != version or move not in moves_from(spec, case.state):
        raise Conflict(_("Somebody has worked on this case in the meantime. Please look at it again."))
    if not may(spec, move, case.state, access.roles_at(by, case)):
        raise NotAllowed(_("Your role may not do this."))
    step = spec.moves[move]
    kept = _checked(step, answers)
    moment = clock.now()
    changed = Case.objects.filter(pk=case.pk, version=version, state=case.state).update(
        state=step.to,
        version=F("version") + 1,
        closed_at=moment if spec.states[step.to].end else None,
        assignee_id=case.assignee_id or (by.pk if by else None),
    )
    if changed != 1:
        raise Conflict(_("Somebody has worked on this case in the meantime. Please look at it again."))
    clocks.enter(case, spec, state=step.to, leaving=case.state, at=moment, item=case.items.first())
    JournalEntry.objects.create(
        case=case,
        at=moment,
        kind=EntryKind.MOVED,
        move=move,
        from_state=case.state,
        to_state=step.to,
        public_note=_said(step, kept),
        internal_note=_unsaid(step, kept),
        **_who(by),
    )
    if step.frees_seat:
        Appointment.objects.filter(case=case, cancelled_at=None).update(cancelled_at=moment)
        Case.objects.filter(pk=case.pk).update(visit_at=None)
    case.refresh_from_db()
    return case


@transaction.atomic
def note(*, case: Case, by: User, text: str, public: bool) -> JournalEntry:
    """Write TEXT into the journal of CASE: for the applicant if PUBLIC, else for the desk alone (Art. 22).

    Raises NotAllowed for somebody who does not work cases of this organisation.
    """
    if not access.visible_cases(by).filter(pk=case.pk).exists():
        raise NotAllowed(_("Your role may not do this."))
    notes = {"public_note": text} if public else {"internal_note": text}
    return JournalEntry.objects.create(case=case, at=clock.now(), kind=EntryKind.NOTE, **notes, **_who(by))


def _checked(step: Move, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that STEP asks for; Incomplete names the first that is missing, too short or too long."""
    kept = {key: str(answers.get(key, "")).strip() for key in step.asks}
    for key, field in step.asks.items():
        if field.required and len(kept[key]) < (field.min or 1):
            sentence = _("Please fill in: %(label)s (at least %(min)d characters).")
            raise Incomplete(sentence % {"label": field.label, "min": field.min or 1}, [("", key)])
        if field.max and len(kept[key]) > field.max:
            sentence = _("%(label)s: please write at most %(max)d characters.")
            raise Incomplete(sentence % {"label": field.label, "max": field.max}, [("", key)])
    return kept


def _said(step: Move, kept: Mapping[str, str]) -> str:
    """Return what the citizen reads, in the language of the site whatever the clerk's, answers filled in as text."""
    text = step.says.in_language(languages.default())
    for key, value in kept.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _unsaid(step: Move, kept: Mapping[str, str]) -> str:
    told = step.says.in_language(languages.default())
    return "\n".join(
        f"{step.asks[key].label}: {value}" for key, value in kept.items() if value and f"{{{key}}}" not in told
    )


def _who(by: User | None) -> dict[str, str]:
    return {"by": by.get_username(), "by_name": str(by)} if by else {"by": "applicant"}
