"""Files on the page of a step: taken in whichever button is pressed, shown, removed; every other answer stays.

What a page sends along is judged and sealed first (forms/uploads/receiving.py). The rows are saved together with the
answer that names them, in one transaction and under one fresh key of the draft: a file that nobody else may see is
never in a draft that somebody else can open, and no answer names a file that is not there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from forms.evaluate import Answers, Evaluation
from forms.fields.base import Question
from forms.fields.file import File, FilesField
from forms.fields.materials import UPLOAD, Materials, MaterialsField
from forms.file_widgets import AskedMaterial, ShownFile
from forms.filling import browser_drafts
from forms.filling.abuse import AN_HOUR, attempts
from forms.filling.browser_drafts import HeldDraft
from forms.filling.needed import needed
from forms.filling.step_form import StepForm, evaluated
from forms.models import Draft, Upload
from forms.spec import FormStep
from forms.uploads import receiving
from forms.uploads.receiving import shown_name
from forms.uploads.sentences import FileRefused
from forms.uploads.storage import FILES
from portal.kit import unsaved
from portal.kit.file_limits import MB
from portal.kit.limits import Limit, exceeded

REMOVE, SEND = "_remove", "_upload"  # no fields of a definition: codes begin with a letter or digit
UPLOADS = (Limit("uploads", times=300, seconds=AN_HOUR),)
MOST_FILES, MOST_BYTES = 60, 200 * MB  # of one draft


@dataclass(frozen=True)
class FileSlot:
    """A place for files on a page: a question, or one MATERIAL of a question; ``most`` files of ``kinds``."""

    key: str
    material: str
    kinds: Sequence[str]
    most: int

    @property
    def name(self) -> str:
        """Its name in buttons and in scripts."""
        return f"{self.key}.{self.material}" if self.material else self.key

    @property
    def input(self) -> str:
        """The name of the input that chooses files."""
        return f"{self.name}.file" if self.material else self.key

    def files(self, answers: Answers) -> list[str]:
        """Return the UUIDs of its files in ANSWERS."""
        answer = answers.get(self.key)
        if not self.material:
            return [*answer] if isinstance(answer, list) else []
        one = answer.get(self.material) if isinstance(answer, dict) else None
        return [*one["files"]] if one else []


@dataclass
class StepFiles:
    """The files of the step HERE in the draft HELD: those stored, those that came with this page, those refused.

    ``fresh`` are rows that are not saved yet, by the name of their slot; ``gone`` UUIDs that are to be removed;
    ``errors`` sentences by the key of the question.
    """

    held: HeldDraft
    here: FormStep
    stored: dict[str, Any]
    fresh: dict[str, list[Upload]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    errors: dict[str, list[str]] = field(default_factory=dict)
    alone: bool = False

    # --- What there is ------------------------------------------------------------------------------------------------
    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions of this step whose answers are files."""
        named = self.here.named().items()
        return {key: one for key, one in named if isinstance(one, Question) and one.holds_files}

    @cached_property
    def needed(self) -> list[AskedMaterial]:
        """The materials that the chosen services need."""
        if not any(isinstance(one, Materials) for one in self.questions.values()):
            return []
        spec = self.held.draft.form_version.read()
        return needed(spec, self.held.draft, self._evaluation, self.stored)

    @cached_property
    def _evaluation(self) -> Evaluation:
        return evaluated(self.held.draft.form_version.read(), self.held.draft, self.stored)

    @cached_property
    def slots(self) -> list[FileSlot]:
        """The places for files on this page."""
        found = []
        for key, one in self.questions.items():
            if isinstance(one, File):
                found.append(FileSlot(key, "", one.file_kinds, one.max_files))
            elif isinstance(one, Materials):
                found += [FileSlot(key, material.code, one.file_kinds, one.max_files) for material in self.needed]
        return found

    def files(self, slot: FileSlot, answers: Answers | None = None) -> list[str]:
        """Return the UUIDs of the files of SLOT as this page leaves them; ANSWERS are those stored, read anew."""
        named = slot.files(self.stored if answers is None else answers)
        kept = [one for one in named if one not in self.gone and one not in self.lost]
        return [*kept, *(str(one.uuid) for one in self.fresh.get(slot.name, ()))]

    @property
    def changed(self) -> bool:
        """Whether this page brought a file, or removed one."""
        return bool(self.gone or any(self.fresh.values()))

    # --- What the page shows ------------------------------------------------------------------------------------------
    def data(self, sent: QueryDict) -> QueryDict:
        """Return SENT with the UUIDs of the stored files, which no browser writes."""
        data = sent.copy()
        for slot in self.slots:
            files = self.files(slot)
            name = f"{slot.name}.files" if slot.material else slot.name
            data.pop(name, None)
            if files:
                data.setlist(name, files)
            if slot.material and self.fresh.get(slot.name):
                data[slot.name] = UPLOAD
        return data

    def prepare(self, form: StepForm) -> None:
        """Give the fields of FORM the materials that are asked for, and the files that are there."""
        for key in self.questions:
            asked = form.fields.get(key)
            if isinstance(asked, FilesField):
                asked.show([shown for slot in self.slots if slot.key == key for shown in self._shown(slot)])
            elif isinstance(asked, MaterialsField):
                slots = {slot.material: slot for slot in self.slots if slot.key == key}
                asked.offer(self.needed, {code: self._shown(slot) for code, slot in slots.items()})

    def show_errors(self, form: StepForm) -> None:
        """Let FORM say which files were not taken."""
        for key, sentences in self.errors.items():
            for sentence in sentences:
                form.add_error(key if key in form.fields else None, sentence)

    def _shown(self, slot: FileSlot) -> list[ShownFile]:
        return [self._rows[uuid] for uuid in self.files(slot) if uuid in self._rows]

    @cached_property
    def _rows(self) -> Mapping[str, ShownFile]:
        fresh = [one for several in self.fresh.values() for one in several]
        return {str(one.uuid): shown_file(one, self.held.draft) for one in (*self._known, *fresh)}

    @cached_property
    def _known(self) -> list[Upload]:
        """The rows of the files that the stored answers name."""
        named = [uuid for slot in self.slots for uuid in slot.files(self.stored)]
        return list(Upload.objects.free().filter(uuid__in=named)) if named else []

    @cached_property
    def lost(self) -> set[str]:
        """UUIDs in the stored answers of which there is no row any more, or that belong to a case already."""
        known = {str(one.uuid) for one in self._known}
        return {uuid for slot in self.slots for uuid in slot.files(self.stored) if uuid not in known}

    # --- What is stored -----------------------------------------------------------------------------------------------
    def answers(self, stored: Answers, page: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the answers that name files, over those STORED; PAGE are the judged answers of the whole page."""
        self.drop_repeated(stored)
        found: dict[str, Any] = {}
        for key, one in self.questions.items():
            if page is not None and key not in page:
                continue
            slots = [slot for slot in self.slots if slot.key == key]
            if isinstance(one, File):
                found[key] = [uuid for slot in slots for uuid in self.files(slot, stored)]
            elif page is not None:
                files = {slot.material: self.files(slot, stored) for slot in slots}
                found[key] = {code: told | {"files": files.get(code, [])} for code, told in page[key].items()}
            else:
                found[key] = dict(self._merged(stored.get(key) or {}, slots, stored))
        return found

    def drop_repeated(self, stored: Answers) -> None:
        """Give up files that lie in their slot already: a button pressed twice sends everything twice."""
        if not any(self.fresh.values()):
            return
        named = {slot.name: slot.files(stored) for slot in self.slots}
        rows = Upload.objects.filter(uuid__in=[uuid for uuids in named.values() for uuid in uuids])
        digests = {str(uuid): digest for uuid, digest in rows.values_list("uuid", "digest")}
        for name, several in self.fresh.items():
            there = {digests.get(uuid) for uuid in named[name]}
            kept: list[Upload] = []
            for one in several:
                if one.digest in there:
                    receiving.give_up(one)
                else:
                    there.add(one.digest)
                    kept.append(one)
            self.fresh[name] = kept

    def _merged(
        self, answer: Mapping[str, Any], slots: Sequence[FileSlot], stored: Answers
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the answer about each material, with what this page changed of its files alone."""
        names = {one.code: dict(one.name) for one in self.needed}
        yield from ((code, told) for code, told in answer.items() if code not in names)
        for slot in slots:
            told, files = answer.get(slot.material), self.files(slot, stored)
            if self.fresh.get(slot.name):
                told = {"how": UPLOAD, "name": names[slot.material]}
            if told:
                yield slot.material, told | {"files": files}

    def save(self, draft: Draft) -> None:
        """Save the rows of the files that came, as those of DRAFT, and delete those that were removed.

        Belongs into the transaction that stores the answers.
        """
        for slot in self.slots:
            for upload in self.fresh.get(slot.name, ()):
                upload.draft, upload.field, upload.material = draft, slot.key, slot.material
                upload.save()
        rows = Upload.objects.filter(uuid__in=self.gone, draft=draft) if self.gone else Upload.objects.none()
        for uuid in [*rows.values_list("uuid", flat=True)]:
            transaction.on_commit(partial(FILES.delete, uuid), robust=True)
        rows.delete()

    def give_up(self) -> None:
        """Delete the bytes of the files that came: nothing of this page was stored."""
        for several in self.fresh.values():
            for one in several:
                receiving.give_up(one)
        self.fresh = {}

    def store(self, request: HttpRequest) -> HeldDraft | None:
        """Store the files alone, without the other answers; return the draft under its fresh key.

        None, or a draft that was sent: somebody sent it meanwhile, and nothing is stored.
        """
        try:
            with transaction.atomic():
                kept = browser_drafts.store(request, self.held, self.answers)
                if kept is None or kept.draft.sent_at:
                    self.give_up()
                    return kept
                self.save(kept.draft)
        except BaseException:
            self.give_up()
            raise
        return kept


def received(request: HttpRequest, held: HeldDraft, here: FormStep, stored: dict[str, Any]) -> StepFiles:
    """Return the files of the step HERE, with those that came with REQUEST; nothing is stored in the draft yet."""
    found = StepFiles(held, here, stored)
    if request.method != "POST" or not found.questions:
        return found
    found.alone = bool({REMOVE, SEND} & set(request.POST))
    slot_name, _blank, uuid = request.POST.get(REMOVE, "").partition(" ")
    room = _Room(request, held)
    for slot in found.slots:
        if slot.name == slot_name and uuid in slot.files(stored):
            found.gone.add(uuid)
        for file in request.FILES.getlist(slot.input):
            if not file.name:
                continue
            try:
                room.check(file, taken=len(found.files(slot)), most=slot.most)
                found.fresh.setdefault(slot.name, []).append(receiving.take_in(file, slot.kinds))
            except FileRefused as refusal:
                found.errors.setdefault(slot.key, []).append(str(refusal))
    found.drop_repeated(stored)
    return found


class _Room:
    """Room for files: this draft and this network may send so many."""

    def __init__(self, request: HttpRequest, held: HeldDraft) -> None:
        self.request, self.held = request, held
        self.refused = bool(request.FILES) and bool(unsaved.refusal())

    @cached_property
    def used(self) -> dict[str, int]:
        rows = Upload.objects.filter(draft=self.held.origin)
        return {name: value or 0 for name, value in rows.aggregate(files=Count("pk"), size=Sum("size")).items()}

    def check(self, file: Any, *, taken: int, most: int) -> None:
        """Raise FileRefused where there is no room for FILE in a slot with TAKEN files of at most MOST."""
        name = shown_name(file.name)
        if self.refused:
            raise FileRefused("not_saved", name=name)
        if taken >= most:
            raise FileRefused("many", name=name, most=most)
        self.used["files"] += 1
        self.used["size"] += file.size or 0
        if self.used["files"] > MOST_FILES or self.used["size"] > MOST_BYTES:
            raise FileRefused("draft_full", name=name)
        if exceeded(attempts(self.request, *UPLOADS)):
            raise FileRefused("often", name=name)


def shown_file(upload: Upload, draft: Draft) -> ShownFile:
    """Return UPLOAD as a page of DRAFT shows it."""
    address = reverse("apply_file", args=[draft.form_version.code, upload.uuid])
    small = f"{address}?small=yes" if upload.is_picture else ""
    return ShownFile(str(upload.uuid), upload.shown_name, upload.size_in_words, address, small)
