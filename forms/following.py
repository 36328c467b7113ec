"""Drafts follow their form: answers begun on one version go on with the next, by the stable keys of the questions.

In memory, at every reading: nothing is written because somebody looks. The next answer that is stored keeps the draft
under the new version. A version may let the drafts before it finish unchanged until a day (`FormSpec.drafts`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from forms.fields.base import EMPTY, Question
from forms.fields.repeat import Repeat
from forms.models import Draft, Form
from forms.models.draft import CHANGES
from forms.spec import FormSpec
from portal.kit import clock
from portal.kit.sealed import Sealed
from portal.kit.words import Words


@dataclass(frozen=True)
class Migration:
    """Fate of the answers of a draft in another version of its form.

    ``kept`` are the answers that stay, by key. The others name questions by key: ``ask_again`` of the new version,
    whose old answer does not fit any more; ``gone`` of the old version, which nobody asks any more; ``fresh`` of the
    new version, which the old one did not ask.
    """

    kept: Mapping[str, Any]
    ask_again: tuple[str, ...]
    gone: tuple[str, ...]
    fresh: tuple[str, ...]


def migrate(answers: Mapping[str, Any], old: FormSpec, new: FormSpec) -> Migration:
    """Return what becomes of ANSWERS by key, given to the form OLD, in the form NEW; none is lost without a word."""
    before, after = old.questions(), new.questions()
    kept: dict[str, Any] = {}
    again, gone = [], []
    for key, answer in answers.items():
        if key not in before or answer in EMPTY:
            # Beside the questions: the named place and the chosen point, and answers that were taken back.
            kept |= {key: answer} if key not in before else {}
        elif key not in after:
            gone.append(key)
        elif fits(after[key], before[key], answer):
            kept[key] = answer
        else:
            again.append(key)
    fresh = [key for key in after if key not in before]
    return Migration(kept, tuple(again), tuple(gone), tuple(fresh))


def fits(new: Question, old: Question, stored: Any) -> bool:
    """Return whether the STORED answer to OLD is an answer to NEW, too."""
    if type(new) is not type(old) or not new.fits(stored):
        return False
    if isinstance(new, Repeat) and isinstance(old, Repeat):
        return all(_row_fits(new.questions(), old.questions(), row) for row in stored)
    # Chosen services, files and the like are judged where they are used: they can be gone though the form stays.
    return bool(new == old or new.refers_to or new.holds_files) or _passes(new, stored)


def _row_fits(new: Mapping[str, Question], old: Mapping[str, Question], row: Mapping[str, Any]) -> bool:
    return all(key in new and key in old and fits(new[key], old[key], row[key]) for key in row if row[key] not in EMPTY)


def _passes(question: Question, stored: Any) -> bool:
    try:
        question.form_field({}).clean(question.load(stored))
    except ValidationError:
        return False
    return True


def follow(draft: Draft) -> Migration | None:
    """Bring DRAFT, in memory, to the version of its form that holds today, and return what became of its answers.

    None where the draft stays as it is: it was sent, its version is the present one, its form is retired, or the
    present version lets earlier drafts finish. Expects a draft of `DraftQuerySet.with_current`.
    """
    if draft.sent_at or draft.current_version in {None, draft.form_version_id}:
        return None
    form = Form.objects.select_related("current").get(code=draft.form_version.code)
    new = form.current.read()
    if new.drafts.finish_unchanged_until and clock.today() <= new.drafts.finish_unchanged_until:
        return None
    found = migrate(draft.read(), draft.form_version.read(), new)
    told = {**found.kept, CHANGES: _told(found, draft.form_version.read())}
    draft.form_version, draft.followed = form.current, True
    draft.answers = Sealed.of(json.dumps(told, ensure_ascii=False))
    return found


def _told(found: Migration, old: FormSpec) -> dict[str, Any]:
    """Return what the applicant is told on every page from now on, with what earlier versions had changed."""
    asked, before = old.questions(), found.kept.get(CHANGES, {})
    gone = [dict(asked[key].label) for key in found.gone]
    return {
        "fresh": [*before.get("fresh", []), *found.fresh],
        "again": [*before.get("again", []), *found.ask_again],
        "gone": [*before.get("gone", []), *gone],
    }


@dataclass(frozen=True)
class ToldChanges:
    """Changes of a form since its draft was begun, as the applicant reads them: labels of questions."""

    fresh: Sequence[Words]
    again: Sequence[Words]
    gone: Sequence[Words]


def told_changes(spec: FormSpec, answers: Mapping[str, Any]) -> ToldChanges | None:
    """Return what a page of a draft with ANSWERS tells about earlier versions of its form SPEC; None for nothing."""
    kept, asked = answers.get(CHANGES, {}), spec.questions()
    fresh = [asked[key].label for key in kept.get("fresh", []) if key in asked]
    again = [asked[key].label for key in kept.get("again", []) if key in asked and key not in answers]
    gone = [Words(label) for label in kept.get("gone", [])]
    return ToldChanges(fresh, again, gone) if fresh or again or gone else None
