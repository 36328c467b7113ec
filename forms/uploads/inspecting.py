"""The type of a file by its content, whatever its name says; and whether its name lies. Pure."""

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from forms.uploads import compound, documents
from forms.uploads.refusals import RefusedContent
from portal.kit import file_limits

OFFICE = "application/vnd.openxmlformats-officedocument"
HEAD = 1024  # bytes that are looked at first
JPEG = "image/jpeg"


@dataclass(frozen=True)
class ContentType:
    """A type of file: the ``kind`` of which a question takes it, its suffixes, and its largest size in bytes."""

    kind: str
    media_type: str
    suffixes: tuple[str, ...]
    largest: int


PHOTO_SUFFIXES = (".jpg", ".jpeg", ".jfif", ".png", ".heic", ".heif", ".hif")
MOST = file_limits.DOCUMENT_BYTES
WORD, EXCEL = "word", "xl"  # folders
DOCX_MAIN, XLSX_MAIN, OFD_MAIN = f"{WORD}/document.xml", f"{EXCEL}/workbook.xml", "OFD.xml"
WORD_STREAM, EXCEL_STREAMS = "WordDocument", ("Workbook", "Book")


def _photo(media_type: str) -> ContentType:
    # Telephones and messengers mix these suffixes up, and the picture is drawn anew in any case.
    return ContentType("photo", media_type, PHOTO_SUFFIXES, file_limits.IMAGE_BYTES)


TYPES = {
    "jpeg": _photo(JPEG),
    "png": _photo("image/png"),
    "heic": _photo("image/heic"),
    "pdf": ContentType("pdf", "application/pdf", (".pdf",), MOST),
    "ofd": ContentType("ofd", "application/ofd", (".ofd",), MOST),
    "docx": ContentType("word", f"{OFFICE}.wordprocessingml.document", (".docx",), MOST),
    "xlsx": ContentType("excel", f"{OFFICE}.spreadsheetml.sheet", (".xlsx",), MOST),
    "doc": ContentType("word", "application/msword", (".doc", ".wps"), MOST),
    "xls": ContentType("excel", "application/vnd.ms-excel", (".xls", ".et"), MOST),
}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
OTHERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|PK\x05\x06|ISc\(|MSCF"), "archive"),
    (re.compile(rb"MZ|\x7fELF|#!|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|L\x00\x00\x00\x01\x14\x02\x00"), "program"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script|svg|\?xml|!--)", re.IGNORECASE), "page"),
    (re.compile(rb"GIF8|BM|II\*\x00|MM\x00\*|RIFF....WEBP|....ftypavi[fs]|8BPS|\x00\x00\x01\x00", re.DOTALL), "image"),
    (re.compile(rb"....ftyp|RIFF|\x1a\x45\xdf\xa3|\x00\x00\x01[\xb3\xba]|ID3|OggS|FLV", re.DOTALL), "video"),
)


def type_of(file: IO[bytes]) -> ContentType:
    """Return the type of FILE by its content; raises RefusedContent for all that is not taken."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise RefusedContent("empty")
    if head.startswith(b"\xff\xd8\xff"):
        return TYPES["jpeg"]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return TYPES["png"]
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return TYPES["heic"]
    if head.startswith(b"%PDF-"):
        return TYPES["pdf"]
    if head.startswith(b"PK\x03\x04"):
        return _of_archive(file)
    if head.startswith(compound.SIGNATURE):
        return _of_compound(file)
    raise RefusedContent(next((reason for begins, reason in OTHERS if begins.match(head)), "unknown"))


def _of_archive(file: IO[bytes]) -> ContentType:
    names = documents.parts_of(file)
    file.seek(0)
    mains = {OFD_MAIN: "ofd", DOCX_MAIN: "docx", XLSX_MAIN: "xlsx"}
    found = [kind for main, kind in mains.items() if main in names]
    if len(found) != 1:
        raise RefusedContent("archive")
    return TYPES[found[0]]


def _of_compound(file: IO[bytes]) -> ContentType:
    names = compound.names(file)
    file.seek(0)
    if "EncryptedPackage" in names:
        raise RefusedContent("office_password")
    if WORD_STREAM in names:
        return TYPES["doc"]
    if names & set(EXCEL_STREAMS):
        return TYPES["xls"]
    raise RefusedContent("unknown")


def check_name(name: str, found: ContentType) -> None:
    """Raise RefusedContent where the suffix of NAME says another type than FOUND; no suffix says nothing."""
    suffix = PurePath(name).suffix.lower()
    if suffix and suffix not in found.suffixes:
        raise RefusedContent("name")
