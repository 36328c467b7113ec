"""Files for the doors of uploads: what lies about itself, what was made to do harm, and what people honestly bring."""

import io
import struct
import zipfile
import zlib

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PROGRAM = b"MZ\x90\x00" + bytes(range(256)) * 20
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)
EXIF = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MACROS = TYPES.replace(b"/>", b' a="application/vnd.ms-word.document.macroEnabled.main+xml"/>')


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP file with PARTS by their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def word(types: bytes = TYPES, **more: bytes) -> bytes:
    """Return a document for Word with MORE parts, by their names inside ``word/``."""
    inner = {f"word/{name}": content for name, content in more.items()}
    return archive({"[Content_Types].xml": types, "word/document.xml": b"<w/>"} | inner)


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **options)
    return made.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int) -> bytes:
    """Return a picture that says to be WIDTH by HEIGHT pixels, all of them the same."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


DOCX = word()
XLSX = archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<w/>"})
OFD = archive({"OFD.xml": b"<o/>", "Doc_0/Document.xml": b"<o/>"})
JPEG, PNG, WEBP = picture("JPEG"), picture("PNG"), picture("WEBP")

HONEST = {
    "a.pdf": PDF,
    "A.PDF": PDF + b"\r\n\x00",
    "a.docx": DOCX,
    "a.xlsx": XLSX,
    "a.ofd": OFD,
    "a.jpg": JPEG,
    "a.jpeg": picture(
        "JPEG", progressive=True, comment=b"holiday", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"
    ),
    "large.jpg": picture("JPEG", (5000, 4000)),
    "a.png": PNG,
    "a.webp": WEBP,
    "lossless.webp": picture("WEBP", lossless=True),
    "a.csv": "名称,地址\n甲,乙\n".encode(),
    "gbk.csv": "名称,地址\n甲,乙\n".encode("gb18030"),
    "wide.csv": "名称\t地址\n甲\t乙\n".encode("utf-16"),
    "a.json": b'\xef\xbb\xbf [{"name": "x"}]',
    "a.jsonl": b'{"name": "x"}\n',
}
LYING = {
    "page.pdf": PAGE,
    "program.pdf": PROGRAM,
    "cut.pdf": PDF[:-8],
    "page behind the end.pdf": PDF + PAGE,
    "script.pdf": PDF.replace(b"/Type /Catalog", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "hidden script.pdf": PDF.replace(b"/Type /Catalog", b"/OpenAction << /S /J#61vaScript >>"),
    "launch.pdf": PDF.replace(b"/Type /Catalog", b"/A << /S /Launch /F (a.exe) >>"),
    "attached.pdf": PDF.replace(b"/Type /Catalog", b"/EF << /F 9 0 R >> /EmbeddedFile"),
    "old.docx": OLD_WORD,
    "ofd.docx": OFD,
    "sheet.docx": XLSX,
    "macros.docx": word(**{"vbaProject.bin": b"x"}),
    "types of macros.docx": word(MACROS),
    "macros.xlsx": archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"", "xl/VbaProject.BIN": b"x"}),
    "outside.docx": word(**{"../../../etc/passwd": b"x"}),
    "bomb.docx": word(large=bytes(70 << 20)),
    "behind.docx": DOCX + PAGE,
    "before.docx": PROGRAM + DOCX,
    "word.ofd": DOCX,
    "both.ofd": archive({"OFD.xml": b"", "[Content_Types].xml": TYPES}),
    "page.jpg": PAGE,
    "head.jpg": JPEG[:20] + PAGE,
    "behind.jpg": JPEG + PAGE,
    "behind two.jpg": JPEG + JPEG + PAGE,
    "cut.jpg": JPEG[:-2],
    "archive behind.jpg": JPEG + DOCX,
    "png.jpg": PNG,
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "jpeg.png": JPEG,
    "behind.png": PNG + PAGE,
    "changed.png": PNG[:60] + b"x" + PNG[61:],
    "bomb.png": png(50_000, 50_000),
    "no size.png": png(0, 10),
    "moving.png": picture("GIF"),
    "moving.webp": picture("WEBP", save_all=True, append_images=[Image.new("RGB", (40, 30))], duration=100),
    "behind.webp": WEBP + PAGE,
    "sheet.csv": XLSX,
    "page.csv": PAGE,
    "old sheet.csv": OLD_WORD,
    "zeros.csv": b"name\n\x00\x00",
    "page.json": PAGE,
    "nothing.pdf": b"",
    "nothing.png": b"",
    "nothing.docx": b"",
}
