"""Files become part of a case: those that a submitted form names, and those that the applicant hands in later."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access import CasePolicy
from cases.actions import journal
from cases.actions.errors import Conflict, Incomplete, NotAllowed
from cases.enums import EntryKind, WaitsFor
from cases.materials import papers_of
from cases.models import Attachment, Case
from cases.workflow.actor import Actor
from forms.evaluate import Evaluation
from forms.models import Draft, Upload
from forms.spec import FormSpec
from portal.kit import clock, languages
from portal.kit.speaking import in_language


def attach(case: Case, spec: FormSpec, draft: Draft, evaluation: Evaluation, *, by: Actor) -> None:
    """Make the files that the answers of DRAFT name part of CASE; files that no answer names are given up.

    Belongs into the transaction of the submission. Raises Incomplete for a file that is not there any more.
    """
    if not any(getattr(field, "holds_files", False) for _step, _key, field in spec.fields()):
        return
    wanted = _named(evaluation)
    # Answers are written by the server alone, so what they name is theirs. It may be a row of the draft from which this
    # one was copied, when the answer of the server got lost; whichever is sent first has it.
    rows = Upload.objects.free().filter(state=Upload.States.STORED, uuid__in=[*wanted])
    found = {str(upload.uuid): upload for upload in rows}
    if lost := [place for uuid, (place, _material) in wanted.items() if uuid not in found]:
        raise Incomplete(_("A file is not there any more. Please choose it again."), lost)
    _add(case, [(found[uuid], material) for uuid, (_place, material) in wanted.items()], by=by, at=case.submitted_at)
    Upload.objects.free().filter(draft=draft).update(draft=None)


@transaction.atomic
def supply(*, case: Case, files: Mapping[str, Sequence[Upload]], by: Actor) -> None:
    """Add FILES, rows that are not saved yet, by the code of the material, to CASE, and tell its staff in the journal.

    A file that the paper has already is left out: a button pressed twice sends everything twice. The caller gives up
    rows without a primary key.
    Raises Conflict for a case that is closed, or a material that is not missing from it.
    """
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.refresh_from_db(fields=["closed_at"])
    wanted = {paper.code: paper for paper in papers_of(case) if paper.can_be_sent}
    if case.closed_at or not set(files) <= set(wanted):
        raise Conflict(_("Somebody has worked on this case in the meantime. Please look at it again."))
    at, lines = clock.now(), []
    there = {(paper.code, one.upload.digest) for paper in wanted.values() for one in paper.handed_in if one.upload}
    for code, several in files.items():
        uploads = [upload for upload in several if (code, upload.digest) not in there]
        for upload in uploads:
            upload.material = code
            upload.save()
        _add(case, [(upload, code) for upload in uploads], by=by, at=at)
        lines += [(wanted[code].name, len(uploads))] * bool(uploads)
    if not lines:
        return
    with in_language(languages.default()):
        texts = [_("%(material)s (files: %(n)d)") % {"material": name, "n": number} for name, number in lines]
        note = _("Handed in later: %(materials)s") % {"materials": _(", ").join(texts)}
    journal.write(case, EntryKind.SUPPLIED, by=by, at=at, public_note=note)
    if not any(paper.is_missing for code, paper in wanted.items() if code not in files):
        # It is our turn again, whatever the state says, until the next move.
        Case.objects.filter(pk=case.pk, waits_for=WaitsFor.APPLICANT).update(waits_for=WaitsFor.STAFF)


@transaction.atomic
def receive_at_window(*, case: Case, material: str, by: Actor) -> None:
    """Note that the paper MATERIAL (a code) of CASE was handed in at the window; a second time changes nothing.

    Raises NotAllowed for somebody who does not work this case, Conflict for a closed case or a paper it does not need.
    """
    if not CasePolicy(by).visible().filter(pk=case.pk).exists():
        raise NotAllowed(_("Your role may not do this."))
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    paper = next((one for one in papers_of(case) if one.code == material), None)
    if case.closed_at or paper is None:
        raise Conflict(_("Somebody has worked on this case in the meantime. Please look at it again."))
    if paper.received_at:
        return
    at = clock.now()
    Attachment.objects.create(case=case, material=material, by=by.account, at=at)
    with in_language(languages.default()):
        note = _("Handed in at the window: %(material)s") % {"material": paper.name}
    journal.write(case, EntryKind.SUPPLIED, by=by, at=at, public_note=note)


def _named(evaluation: Evaluation) -> dict[str, tuple[tuple[str, str], str]]:
    """Return step and key of the question, and the material, of each file that the answers name, by its UUID."""
    found = {}
    for shown in evaluation.shown:
        for key, question in shown.questions.items():
            for material, uuid in question.files_in(evaluation.answers.get(key)):
                found[uuid] = ((shown.step.step, key), material)
    return found


def _add(case: Case, uploads: Sequence[tuple[Upload, str]], *, by: Actor, at: dt.datetime) -> None:
    Attachment.objects.bulk_create(
        Attachment(case=case, upload=upload, material=material, by=by.account, at=at) for upload, material in uploads
    )
