"""Contents of the page of a case: possible moves, impossible ones with reasons, clocks, dossier, journal."""

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.access import INTERNAL_NOTES, OWN_WORDS
from cases.desk import when
from cases.enums import ClockState, EntryKind
from cases.models import Case, ClockRun, JournalEntry
from cases.workflow.engine import Decision, ahead
from cases.workflow.spec import APPLICANT, WorkflowSpec
from catalog.calendar import work_calendar
from configuration import codes
from forms.chosen_names import names_of
from forms.fields import question_type
from forms.fields.base import label_key
from portal.kit import clock
from portal.kit.words import Words
from portal.users.models import Role


@dataclass(frozen=True)
class Possible:
    """A move that this person can make now."""

    code: str
    label: str
    danger: bool


@dataclass(frozen=True)
class Impossible:
    """A move that lies ahead but cannot be made now or by this person, and why; ``articles`` of the rule."""

    label: str
    why: str
    articles: str


def possible(spec: WorkflowSpec, decisions: Mapping[str, Decision]) -> list[Possible]:
    """Return the moves of SPEC that DECISIONS allow; those that end badly come last."""
    allowed = [
        Possible(code, str(spec.moves[code].label), spec.moves[code].danger)
        for code, decision in decisions.items()
        if decision.allowed
    ]
    return sorted(allowed, key=lambda move: move.danger)


def impossible(spec: WorkflowSpec, state: str, decisions: Mapping[str, Decision]) -> list[Impossible]:
    """Return the moves that can still come after STATE, but that DECISIONS do not allow now."""
    coming = ahead(spec, state)
    names = _role_names()
    return [
        Impossible(str(move.label), _(", ").join(_sentences(spec, decisions[code], names)), _numbers(move.articles))
        for code, move in spec.moves.items()
        if coming & set(move.from_) and not decisions[code].allowed
    ]


def sentences(spec: WorkflowSpec, decision: Decision) -> list[str]:
    """Return why DECISION does not allow its move, for a clerk; empty when it does."""
    return _sentences(spec, decision, _role_names())


def _role_names() -> dict[str, str]:
    return {role.code: str(role.name) for role in Role.objects.filter(retired_at=None)}


def _numbers(articles: Iterable[str]) -> str:
    """Return the numbers of ARTICLES (``18.2``, ``15(7)``) without their paragraphs, each once."""
    return _(", ").join(dict.fromkeys(re.split(r"[.(]", article)[0] for article in articles))


def _sentences(spec: WorkflowSpec, decision: Decision, names: Mapping[str, str]) -> list[str]:
    """Return the reasons of DECISION in words; only those of the first kind, others follow once they are resolved."""
    for reason in decision.against("state"):
        states = _("” or “").join(str(spec.states[code].staff) for code in reason.names if code in spec.states)
        return [_("First the case must be “%(states)s”") % {"states": states}]
    for reason in decision.against("role"):
        people = [names.get(code, code) for code in reason.names if code != APPLICANT]
        if not people:
            return [_("Only the applicant can do this")]
        return [_("Decided by: %(people)s") % {"people": _(", ").join(people)}]
    return [reason.sentence for reason in decision.reasons]


@dataclass(frozen=True)
class ClockLine:
    """One clock with its name, its state and its counting."""

    label: str
    articles: str
    when: when.When | None
    row: ClockRun


def clocks(spec: WorkflowSpec, case: Case) -> Iterator[ClockLine]:
    """Yield the clocks of CASE, the first due first; a stopped one says when it stopped."""
    today = clock.today()
    state = spec.states.get(case.state)
    for row in case.clock_runs.all():
        timer = spec.clocks.get(row.clock)
        label = str(timer.label) if timer else row.clock
        stands = _stands(row, today, for_applicant=state is not None and APPLICANT in state.waits_for)
        yield ClockLine(label, _numbers(timer.articles) if timer else "", stands, row)


def _stands(row: ClockRun, today: dt.date, *, for_applicant: bool) -> when.When | None:
    if row.state == ClockState.STOPPED:
        return None
    if row.state == ClockState.PAUSED and row.paused_on:
        return when.paused(row.paused_on, today, for_applicant=for_applicant)
    return when.due(work_calendar(), row.due_on, today, provisional=row.provisional)


def dossier(case: Case, readable: Collection[str]) -> list[dict[str, Any]]:
    """Return the submitted form for reading: ``[{"title", "rows": [(label, text, whether it is masked)]}]``.

    READABLE is what the reader may read (cases/access.py). What the applicant wrote in their own words is opened:
    a clerk must know the request. Names, numbers and addresses stay masked (Art. 33).
    """
    wishes, services = _wishes(case) if OWN_WORDS in readable else {}, _services(case)
    return [
        {"title": Words.of(section["title"]), "rows": [_row(row, wishes, services) for row in section["rows"]]}
        for section in case.dossier
    ]


def _services(case: Case) -> dict[str, str]:
    """Return the names of what was chosen, by the codes of then, as labels; it may have got another code since."""
    rows = [row for section in case.dossier for row in section["rows"] if "value" in row]
    kinds = ((question_type(row["type"]), row["value"]) for row in rows)
    named = {pair for kind, value in kinds if kind for pair in kind.frozen_codes(value)}
    today = {pair: codes.current_code(*pair, since=case.submitted_at) for pair in named}
    names = names_of((kind, now) for (kind, _code), now in today.items())
    return {label_key(kind, code): names.get(label_key(kind, now), code) for (kind, code), now in today.items()}


def _wishes(case: Case) -> dict[str, Any]:
    sealed = case.applicant.answers if case.applicant else None
    return json.loads(sealed.open()) if sealed else {}


def _row(row: dict[str, Any], wishes: dict[str, Any], services: dict[str, str]) -> tuple[Words, str, bool]:
    label, kind = Words.of(row["label"]), question_type(row["type"])
    if kind and kind.own_words and row["key"] in wishes:
        return label, str(wishes[row["key"]]), False
    if "masked" in row:
        return label, str(row["masked"]), True
    value = row.get("value")
    if kind and row["key"] in wishes:
        value = kind.with_own_words(value, wishes[row["key"]])
    # A type that no longer exists leaves its values readable.
    return label, kind.read_frozen(value, services) if kind else _readable(value), False


def _readable(value: Any) -> str:
    if isinstance(value, dict):
        return str(Words(value))
    if isinstance(value, list):
        return _(", ").join(_readable(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


@dataclass(frozen=True)
class JournalLine:
    """A line of the journal; ``public`` says whether the applicant reads it."""

    text: str
    public: bool
    at: dt.datetime
    who: str


def journal(spec: WorkflowSpec, case: Case, readable: Collection[str]) -> Iterator[JournalLine]:
    """Yield what happened to CASE, newest first; an entry with two notes gives two lines.

    READABLE is what the reader may read (cases/access.py): without internal notes, their lines are left out.
    """
    for entry in case.entries.all():
        who = entry.by_name or (_("applicant") if entry.by == APPLICANT else entry.by)
        at = clock.local(entry.at)
        if entry.kind != EntryKind.NOTE or entry.public_note:
            yield JournalLine(_headline(spec, entry), public=True, at=at, who=who)
        if entry.internal_note and INTERNAL_NOTES in readable:
            yield JournalLine(entry.internal_note, public=False, at=at, who=who)


def _headline(spec: WorkflowSpec, entry: JournalEntry) -> str:
    if entry.kind == EntryKind.NOTE:
        return entry.public_note
    move = spec.moves.get(entry.move)
    done = str(move.label) if move else str(EntryKind(entry.kind).label)
    return _("%(move)s: %(note)s") % {"move": done, "note": entry.public_note} if entry.public_note else done
