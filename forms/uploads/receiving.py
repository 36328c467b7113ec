"""One file comes in: told by its content, judged apart, scanned, sealed on the disk. Its row is saved by the caller."""

import hashlib
import json
import logging
import re
import shutil
import tempfile
import threading
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from forms.fields.typed import plain
from forms.models import Upload
from forms.uploads import inspecting, scanner
from forms.uploads.inspecting import JPEG, ContentType
from forms.uploads.refusals import RefusedContent
from forms.uploads.sentences import KINDS, FileRefused
from forms.uploads.storage import FILES, SMALL
from portal.kit import confined, file_limits
from portal.kit.confined import LimitError
from portal.kit.faults import fault_of
from portal.kit.file_limits import MB
from portal.kit.sealed import Sealed, blind_index

NAME = 120  # characters of the name that are kept
LIMITS = confined.Limits(
    seconds=file_limits.JUDGING_SECONDS,
    wait=file_limits.JUDGING_WAIT,
    memory=file_limits.JUDGING_MEMORY,
    output=file_limits.JUDGING_OUTPUT,
)
# A judge takes a core and, for forty million pixels, three quarters of a gigabyte: in one process they wait in turn.
_turn = threading.BoundedSemaphore(1)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class JudgedFile:
    """The content to be stored, its type, and the small picture for lists; nothing for a document."""

    content: IO[bytes]
    kind: ContentType
    small: bytes


def take_in(file: "UploadedFile[Any]", kinds: Collection[str]) -> Upload:
    """Return the row, not yet saved, of FILE, whose bytes are sealed on the disk; raises FileRefused.

    KINDS are those that the question takes, keys of `forms.uploads.sentences.KINDS`. Whoever does not save the row
    calls `give_up`.
    """
    name = shown_name(file.name or "")
    with tempfile.TemporaryFile() as copy:
        try:
            _copy(file, copy)
            upload = _stored(_judged(name, copy, kinds), name)
            upload.digest = _digest(copy)
        except RefusedContent as refusal:
            values = {"megapixels": file_limits.IMAGE_PIXELS // 1_000_000}
            raise FileRefused(refusal.reason, name=name, **values) from None
        except OSError as error:
            if fault_of(error) is None:
                raise
            log.warning("an upload could not be stored (%s)", error)
            raise FileRefused("not_saved", name=name) from None
        return upload


def give_up(upload: Upload) -> None:
    """Delete the bytes of UPLOAD, whose row was not saved or is gone."""
    FILES.delete(upload.uuid)


def shown_name(name: str) -> str:
    """Return NAME as it is kept and shown: no folder, nothing invisible, not too long; its suffix stays."""
    path = PurePath(plain(re.sub(r".*[/\\]", "", name), as_typed=True))
    stem = re.sub(r'[<>:"|?*]', "", path.stem)[: NAME - len(path.suffix)].strip(". ")
    return f"{stem}{path.suffix}" if stem else _("file")


def _digest(copy: IO[bytes]) -> str:
    found = hashlib.sha256()
    copy.seek(0)
    while piece := copy.read(MB):
        found.update(piece)
    return blind_index("upload", found.hexdigest())


def _copy(file: "UploadedFile[Any]", copy: IO[bytes]) -> None:
    """Write FILE into COPY, a file of the system without a name, which a process of its own can read."""
    if (file.size or 0) > inspecting.MOST:
        raise FileRefused("large", name=shown_name(file.name or ""), most=inspecting.MOST // MB)
    file.seek(0)
    shutil.copyfileobj(file, copy, MB)
    copy.flush()


def _judged(name: str, copy: IO[bytes], kinds: Collection[str]) -> JudgedFile:
    kind = inspecting.type_of(copy)
    inspecting.check_name(name, kind)
    if kind.kind not in kinds:
        taken = _(", ").join(str(KINDS[one]) for one in KINDS if one in kinds)
        raise FileRefused("kind", name=name, kinds=taken)
    if copy.seek(0, 2) > kind.largest:
        raise FileRefused("large", name=name, most=kind.largest // MB)
    _scan(name, copy, kind)
    return _judge_apart(name, copy, kind)


def _scan(name: str, copy: IO[bytes], kind: ContentType) -> None:
    """Raise FileRefused for an infected file, which is kept apart, and where the scanner does not answer."""
    try:
        infected = scanner.is_infected(copy)
    except scanner.ScannerDown as error:
        log.warning("the virus scanner does not answer (%s)", error)
        raise FileRefused("unscanned", name=name) from None
    if infected:
        copy.seek(0)
        upload = _stored(JudgedFile(copy, kind, b""), name)
        upload.state = Upload.States.QUARANTINED
        upload.save()
        log.warning("a virus was found in the upload %s", upload.uuid)
        raise FileRefused("virus", name=name)


def _judge_apart(name: str, copy: IO[bytes], kind: ContentType) -> JudgedFile:
    code = next(code for code, one in inspecting.TYPES.items() if one is kind)
    copy.seek(0)
    try:
        with _turn:
            found = confined.run("forms.uploads.judging", [code], LIMITS, copy)
    except LimitError as error:
        log.warning("an upload of the type %s went beyond a limit (%s)", code, error.limit)
        raise FileRefused("slow", name=name) from None
    with found:
        verdict = json.loads(found.readline())
        if "refused" in verdict:
            raise RefusedContent(verdict["refused"])
        picture, small = found.read(verdict["picture"]), found.read(verdict["small"])
    copy.seek(0)
    return JudgedFile(BytesIO(picture), kind, small) if picture else JudgedFile(copy, kind, b"")


def _stored(judged: JudgedFile, name: str) -> Upload:
    upload = Upload(uuid=uuid4(), name=Sealed.of(name), media_type=judged.kind.media_type)
    if judged.small:
        upload.media_type = JPEG
        upload.name = Sealed.of(f"{PurePath(name).stem}.jpg")
    upload.size = judged.content.seek(0, 2)
    judged.content.seek(0)
    try:
        FILES.write(upload.uuid, judged.content)
        if judged.small:
            FILES.write(upload.uuid, BytesIO(judged.small), SMALL)
    except BaseException:
        give_up(upload)
        raise
    return upload
