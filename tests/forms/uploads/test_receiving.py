"""Bar 11: files of strangers are refused with a sentence that says what to do, or nothing harmful of them is left."""

import io
import resource
import socket
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from forms.models import Upload
from forms.uploads import judging, receiving, storage
from forms.uploads.sentences import SENTENCES, FileRefused
from forms.uploads.storage import FILES, SMALL, DamagedFile
from tests.hostile.sent_files import CARRIED, NEUTRALISED, REFUSED, TAKEN, pdf, turned

pytestmark = pytest.mark.django_db
KINDS = ("photo", "pdf", "ofd", "word", "excel")
LEAD = ("take it again", "photo", "photograph", "PDF", "choose", "Save", "save", "print", "bring", "send", "Remove")


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.UPLOADS = str(tmp_path / "uploads")
    return tmp_path / "uploads"


@pytest.fixture
def judged_here(monkeypatch):
    """Judge in this process: the same code, without the second that another Python takes to start."""

    def run(module, arguments, limits, given):
        out = io.BytesIO()
        judging.judge(arguments[0], given, out)
        out.seek(0)
        return out

    monkeypatch.setattr(receiving.confined, "run", run)


def taken(name, content, kinds=KINDS):
    return receiving.take_in(SimpleUploadedFile(name, content), kinds)


def stored(upload, part=""):
    return b"".join(FILES.read(upload.uuid, part))


def files(store):
    return [path for path in store.rglob("*") if path.is_file()]


# --- Refused, made harmless, taken ------------------------------------------------------------------------------------
def test_there_are_as_many_examples_as_were_promised():
    assert len(REFUSED) + len(NEUTRALISED) >= 40
    assert len(TAKEN) >= 20
    assert {reason for _content, reason in REFUSED.values()} <= set(SENTENCES)


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused_and_leaves_nothing(name, store, judged_here):
    content, reason = REFUSED[name]
    with pytest.raises(FileRefused) as refused:
        taken(name, content)
    assert refused.value.reason == reason
    assert name[:10] in str(refused.value)
    assert not files(store)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", NEUTRALISED)
def test_photo_that_carries_something_is_drawn_anew(name, judged_here):
    assert CARRIED in NEUTRALISED[name]
    upload = taken(name, NEUTRALISED[name])
    for part in ("", SMALL):
        content = stored(upload, part)
        assert CARRIED not in content
        picture = Image.open(io.BytesIO(content))
        assert (picture.format, picture.size, picture.info.get("comment"), dict(picture.getexif())) == (
            *("JPEG", (40, 30)),
            *(None, {}),
        )


@pytest.mark.parametrize("name", TAKEN)
def test_honest_file_is_taken(name, judged_here):
    content, media_type = TAKEN[name]
    upload = taken(name, content)
    assert upload.media_type == media_type
    assert upload.size == len(stored(upload))
    if not upload.is_picture:
        assert stored(upload) == content
    assert upload.state == Upload.States.STORED


def test_photo_is_turned_as_it_was_taken():
    picture = Image.open(io.BytesIO(stored(taken("a.jpg", turned()))))
    assert picture.size == (30, 40)


def test_large_photo_is_kept_as_large_as_a_page_needs():
    picture = Image.open(io.BytesIO(stored(taken("a.jpg", TAKEN["large.jpg"][0]))))
    assert max(picture.size) == 4096


def test_photo_of_16_bits_of_grey_is_not_white():
    made = io.BytesIO()
    Image.new("I;16", (40, 30), 32768).save(made, "PNG")
    picture = Image.open(io.BytesIO(stored(taken("a.png", made.getvalue()))))
    assert abs(picture.getpixel((5, 5))[0] - 128) < 4


def test_question_takes_its_own_kinds_alone():
    with pytest.raises(FileRefused) as refused:
        taken("a.pdf", pdf(), kinds=["photo"])
    assert refused.value.reason == "kind"


def test_file_over_its_limit_is_refused(monkeypatch):
    monkeypatch.setitem(receiving.inspecting.TYPES, "pdf", receiving.inspecting.ContentType("pdf", "a/b", (".pdf",), 9))
    with pytest.raises(FileRefused) as refused:
        taken("a.pdf", pdf())
    assert refused.value.reason == "large"


def test_file_over_every_limit_is_not_even_read(monkeypatch):
    file = SimpleUploadedFile("a.jpg", b"")
    file.size = receiving.inspecting.MOST + 1
    with pytest.raises(FileRefused) as refused:
        receiving.take_in(file, KINDS)
    assert refused.value.reason == "large"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\fakepath\\证件.jpg", "证件.jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("a\u202egpj.jpg", "agpj.jpg"),
        ('a"<b>.jpg', "ab.jpg"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
        (".jpg", "jpg"),
    ],
)
def test_name_is_kept_without_what_harms(sent, kept):
    assert receiving.shown_name(sent) == kept


def test_every_sentence_says_what_to_do():
    values = {"name": "a.jpg", "most": 10, "kinds": "PDF", "megapixels": 40}
    with translation.override("en"):
        for reason, sentence in SENTENCES.items():
            assert any(word in str(sentence) % values for word in LEAD), reason


# --- Memory and time --------------------------------------------------------------------------------------------------
def test_picture_of_forty_million_pixels_costs_this_process_little():
    made = io.BytesIO()
    Image.new("RGB", (8000, 5000), "teal").save(made, "PNG", compress_level=1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken("a.png", made.getvalue())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024  # KB; a decoded one has 160 MB


def test_file_that_holds_up_its_judge_is_refused(monkeypatch):
    limits = receiving.confined.Limits(seconds=1, wait=1, memory=1 << 20, output=1 << 20)
    monkeypatch.setattr(receiving, "LIMITS", limits)
    with pytest.raises(FileRefused) as refused:
        taken("a.pdf", pdf())
    assert refused.value.reason == "slow"


# --- The store --------------------------------------------------------------------------------------------------------
def test_neither_content_nor_name_lies_in_the_clear(store):
    canary = b"canary of an upload 8312"
    upload = taken("金丝雀.pdf", pdf(lambda made: made.docinfo.__setitem__("/Title", canary.decode())))
    upload.save()
    assert canary in stored(upload)
    assert all(canary not in path.read_bytes() and b"%PDF" not in path.read_bytes() for path in files(store))
    assert "金丝雀" not in str(Upload.objects.values().get())
    assert "金丝雀" not in "".join(map(str, files(store)))


def test_file_is_for_its_owner_alone(store):
    taken("a.jpg", TAKEN["photo.jpg"][0])
    assert len(files(store)) == 2
    assert {path.stat().st_mode & 0o777 for path in files(store)} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files(store)} == {0o700}


@pytest.mark.parametrize("size", [0, 1, storage.PIECE - 1, storage.PIECE, storage.PIECE + 1, 3 * storage.PIECE])
def test_content_of_every_size_comes_back_the_same(size):
    upload = Upload()
    content = bytes(range(256)) * (size // 256 + 1)
    FILES.write(upload.uuid, io.BytesIO(content[:size]))
    assert stored(upload) == content[:size]


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:-1],
        lambda raw: raw[: -storage.PIECE // 2],
        lambda raw: raw[: -(len(raw) % (storage.PIECE + storage.TAG)) or None],
        lambda raw: raw[:100] + bytes([raw[100] ^ 1]) + raw[101:],
        lambda raw: raw + b"x",
        lambda raw: b"",
        lambda raw: b"PFS1\x02k1",
        lambda raw: b"JPEG" + raw[4:],
    ],
)
def test_damaged_file_is_not_opened(damage):
    upload = Upload()
    FILES.write(upload.uuid, io.BytesIO(bytes(storage.PIECE * 2 + 500)))
    path = FILES.path(upload.uuid)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedFile):
        stored(upload)


def test_file_in_the_place_of_another_is_not_opened():
    one, other = Upload(), Upload()
    for upload in (one, other):
        FILES.write(upload.uuid, io.BytesIO(b"x"))
    FILES.path(one.uuid).replace(FILES.path(other.uuid))
    with pytest.raises(DamagedFile):
        stored(other)


@pytest.mark.parametrize("code", [28, 30, 122])
def test_full_disk_is_said_and_leaves_nothing_half_written(code, monkeypatch, store):
    def full(descriptor):
        raise OSError(code, "no room")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(FileRefused) as refused:
        taken("a.jpg", TAKEN["photo.jpg"][0])
    assert refused.value.reason == "not_saved"
    assert not files(store)


# --- Apart: the same in a process of its own -------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["hidden script.pdf", "nearly.png", "cut.heic", "macros.docx", "circle.doc"])
def test_process_of_its_own_refuses_for_the_same_reason(name):
    with pytest.raises(FileRefused) as refused:
        taken(name, REFUSED[name][0])
    assert refused.value.reason == REFUSED[name][1]


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "contract.pdf", "invoice.ofd", "letter.doc"])
def test_process_of_its_own_takes_what_is_honest(name):
    assert taken(name, TAKEN[name][0]).media_type == TAKEN[name][1]


# --- The scanner ------------------------------------------------------------------------------------------------------
class Scanner:
    """A server that speaks as clamd does, once a connection; ``got`` are the bytes that came."""

    def __init__(self, answer):
        self.answer, self.got = answer, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp:127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        peer, _address = self.server.accept()
        with peer, peer.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                self.got += stream.read(size)
            peer.sendall(self.answer)
        self.server.close()


def test_clean_file_is_taken_after_the_scanner_saw_all_of_it(settings):
    scanner = Scanner(b"stream: OK\0")
    settings.CLAMD = scanner.address
    content = TAKEN["photo.jpg"][0]
    taken("a.jpg", content)
    assert scanner.got == content


def test_infected_file_is_quarantined_and_said(settings):
    settings.CLAMD = Scanner(b"stream: Win.Test.EICAR_HDB-1 FOUND\0").address
    with pytest.raises(FileRefused) as refused:
        taken("a.jpg", TAKEN["photo.jpg"][0])
    assert refused.value.reason == "virus"
    upload = Upload.objects.get()
    assert (upload.state, upload.draft) == (Upload.States.QUARANTINED, None)


@pytest.mark.parametrize("address", ["tcp:127.0.0.1:1", "unix:/nowhere/clamd.ctl"])
def test_nothing_is_taken_while_the_scanner_is_away(address, settings, store):
    settings.CLAMD = address
    with pytest.raises(FileRefused) as refused:
        taken("a.jpg", TAKEN["photo.jpg"][0])
    assert refused.value.reason == "unscanned"
    assert not files(store)


def test_scanner_that_gives_no_verdict_counts_as_away(settings):
    settings.CLAMD = Scanner(b"INSTREAM size limit exceeded. ERROR\0").address
    with pytest.raises(FileRefused) as refused:
        taken("a.jpg", TAKEN["photo.jpg"][0])
    assert refused.value.reason == "unscanned"
