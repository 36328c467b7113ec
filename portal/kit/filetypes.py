"""Types of files by their content: how it begins, how it is built, how it ends. One table for all uploads.

Names and types that a browser sends along are claims; a file is refused if its content is not what its name says, if
anything stands behind its end, or if it carries a program (macros, scripts of PDF).
"""

import re
import struct
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from portal.kit import archives, file_limits
from portal.kit.archives import ArchiveError

CHUNK = 1 << 20
TAIL = 1024  # bytes in which the end of a PDF stands
SPACE = b" \t\r\n\x00"
OFFICE = "application/vnd.openxmlformats-officedocument"
MANIFEST = "[Content_Types].xml"
MANIFEST_BYTES = 1 << 20
PDF_CODE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
PDF_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
# How other things begin that people name as a list.
NO_TEXT = (
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
)
WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins, in which every other byte may be zero
PAGE = re.compile(rb"^\s*<(?:!doctype|html|head|script|svg|\?xml)", re.IGNORECASE)


class WrongContentError(Exception):
    """The content is not of its type; without a sentence of its own."""


@dataclass(frozen=True)
class FileType:
    """A type by its ``suffixes`` (small letters, with the dot), its name for browsers and largest size in bytes.

    ``check`` raises for content of another type; it reads the file in pieces.
    """

    suffixes: tuple[str, ...]
    mime: str
    largest: int
    check: Callable[[IO[bytes]], None]


def _refuse(sentence: Any, **values: Any) -> ValidationError:
    return ValidationError(sentence, code="file", params=values)


# --- Documents -------------------------------------------------------------------------------------------------------
def _pdf(file: IO[bytes]) -> None:
    if file.read(5) != b"%PDF-":
        raise WrongContentError
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    if not file.read().rstrip(SPACE).endswith(b"%%EOF"):
        raise WrongContentError
    before = b""
    for chunk in _chunks(file):
        text = PDF_HEX.sub(lambda match: bytes([int(match[1], 16)]), before + chunk)
        if PDF_CODE.search(text):
            raise _refuse(_("The PDF carries scripts or attached files: print it into a new PDF and upload that."))
        before = chunk[-TAIL:]


def _office(folder: str, main: str) -> Callable[[IO[bytes]], None]:
    """Return the check of an office document whose parts lie in FOLDER and whose MAIN part is there."""

    def check(file: IO[bytes]) -> None:
        names = archives.parts(file)
        if not {MANIFEST, f"{folder}/{main}"} <= set(names):
            raise WrongContentError
        types = archives.read(file, MANIFEST, MANIFEST_BYTES)
        if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroenabled" in types.lower():
            raise _refuse(_("The file carries macros: save it without them (DOCX or XLSX) and upload that."))

    return check


def _ofd(file: IO[bytes]) -> None:
    names = archives.parts(file)
    if "OFD.xml" not in names or MANIFEST in names:
        raise WrongContentError


# --- Pictures --------------------------------------------------------------------------------------------------------
def _png(file: IO[bytes]) -> None:
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        raise WrongContentError
    kind, size = b"", (0, 0)
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", _exactly(file, 8))
        content = _exactly(file, min(length, file_limits.IMAGE_BYTES))
        if struct.unpack(">I", _exactly(file, 4))[0] != zlib.crc32(content, zlib.crc32(kind)):
            raise WrongContentError
        if kind == b"IHDR":
            size = struct.unpack(">II", content[:8])
    _check_pixels(*size)
    _check_end(file)


def _jpeg(file: IO[bytes]) -> None:
    """Check all pictures of FILE: behind the first, telephones store a smaller or a brighter one; cameras add zeros."""
    head = file.read(2)
    if head != START_OF_IMAGE:
        raise WrongContentError
    while head == START_OF_IMAGE:
        _check_pixels(*_one_jpeg(file))
        head = file.read(2)
    if head.strip(b"\x00") or any(chunk.strip(b"\x00") for chunk in iter(lambda: file.read(CHUNK), b"")):
        raise WrongContentError


def _one_jpeg(file: IO[bytes]) -> tuple[int, int]:
    """Return the size of the picture whose start was read, and leave FILE behind its end."""
    size = (0, 0)
    while (marker := _jpeg_marker(file)) != END_OF_IMAGE:
        if marker in ALONE:
            continue
        length = struct.unpack(">H", _exactly(file, 2))[0]
        content = _exactly(file, length - 2) if length > 1 else b""
        if marker in FRAMES and len(content) >= FRAME_BYTES:
            height, width = struct.unpack(">HH", content[1:5])
            size = (width, height)
    return size


START_OF_IMAGE = b"\xff\xd8"
END_OF_IMAGE = 0xD9
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of segments with the size of the picture
FRAME_BYTES = 5
MARKER = re.compile(rb"\xff+([^\x00\xff])")


def _jpeg_marker(file: IO[bytes]) -> int:
    """Return the next marker of FILE, behind the picture's own data, and leave the file there."""
    start = file.tell()
    while chunk := file.read(CHUNK):
        found = MARKER.search(chunk)
        if found:
            file.seek(start + found.end())
            return found[1][0]
        start += max(1, len(chunk) - 1)
        file.seek(start)
        if len(chunk) == 1:
            break
    raise WrongContentError


def _webp(file: IO[bytes]) -> None:
    head = _exactly(file, 30)
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        raise WrongContentError
    size = file.seek(0, 2)
    if struct.unpack("<I", head[4:8])[0] + 8 != size:
        raise WrongContentError
    _check_pixels(*_webp_size(head))


def _webp_size(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = struct.unpack("<I", head[21:25])[0]
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if kind != b"VP8X" or head[20] & 0x02:  # another kind, or an animation
        raise WrongContentError
    return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise WrongContentError
    if width * height > file_limits.IMAGE_PIXELS:
        raise _refuse(
            _("The picture has %(width)s × %(height)s pixels, at most %(most)s million are taken: make it smaller."),
            width=width,
            height=height,
            most=file_limits.IMAGE_PIXELS // 1_000_000,
        )


# --- Lists -----------------------------------------------------------------------------------------------------------
def _text(file: IO[bytes]) -> None:
    head = file.read(CHUNK)
    if head.startswith(NO_TEXT) or PAGE.search(head[:TAIL]) or (b"\x00" in head and not head.startswith(WIDE)):
        raise WrongContentError


def _json(file: IO[bytes]) -> None:
    if file.read(TAIL).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in {b"[", b"{"}:
        raise WrongContentError


# --- The table -------------------------------------------------------------------------------------------------------
DOCX = FileType(
    (".docx",), f"{OFFICE}.wordprocessingml.document", file_limits.DOCUMENT_BYTES, _office("word", "document.xml")
)
XLSX = FileType((".xlsx",), f"{OFFICE}.spreadsheetml.sheet", file_limits.DOCUMENT_BYTES, _office("xl", "workbook.xml"))
TYPES = (
    FileType((".pdf",), "application/pdf", file_limits.DOCUMENT_BYTES, _pdf),
    DOCX,
    XLSX,
    FileType((".ofd",), "application/ofd", file_limits.DOCUMENT_BYTES, _ofd),
    FileType((".jpg", ".jpeg"), "image/jpeg", file_limits.IMAGE_BYTES, _jpeg),
    FileType((".png",), "image/png", file_limits.IMAGE_BYTES, _png),
    FileType((".webp",), "image/webp", file_limits.IMAGE_BYTES, _webp),
    FileType((".csv",), "text/csv", file_limits.LIST_BYTES[".csv"], _text),
    FileType((".json",), "application/json", file_limits.LIST_BYTES[".json"], _json),
    FileType((".jsonl", ".ndjson"), "application/x-ndjson", file_limits.LIST_BYTES[".jsonl"], _text),
)
BY_SUFFIX = {suffix: kind for kind in TYPES for suffix in kind.suffixes}
DOCUMENTS = (".pdf", ".docx", ".xlsx", ".ofd")
IMAGES = (".jpg", ".jpeg", ".png", ".webp")


def suffix(file: "File[Any]") -> str:
    """Return the extension of FILE in small letters, e.g. ``.pdf``."""
    return PurePath(file.name or "").suffix.lower()


def check(file: "File[Any]", suffixes: Collection[str], largest: int = 0) -> None:
    """Raise ValidationError unless FILE is one of SUFFIXES by name and content, and at most LARGEST bytes.

    Without LARGEST the limit of its type holds. Reads the file in pieces and leaves it at its beginning.
    """
    kind = BY_SUFFIX.get(suffix(file)) if suffix(file) in suffixes else None
    if kind is None:
        names = ", ".join(dict.fromkeys(name.removeprefix(".").upper() for name in suffixes))
        raise _refuse(_("Save the file as one of these: %(names)s."), names=names)
    most = largest or kind.largest
    if (file.size or 0) > most:
        raise _refuse(_("The file has more than %(most)s MB."), most=most // file_limits.MB)
    stream: Any = file
    try:
        stream.seek(0)
        kind.check(stream)
    except (WrongContentError, ArchiveError, struct.error, OSError):
        raise _refuse(
            _("The file is no %(kind)s file, whatever its name says; save it anew from the program that made it."),
            kind=kind.suffixes[0].removeprefix(".").upper(),
        ) from None
    finally:
        stream.seek(0)


# --- Reading ---------------------------------------------------------------------------------------------------------
def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _exactly(file: IO[bytes], length: int) -> bytes:
    content = file.read(length)
    if len(content) < length:
        raise WrongContentError
    return content


def _check_end(file: IO[bytes]) -> None:
    """Raise unless FILE ends here."""
    if file.read(1):
        raise WrongContentError
