"""Lists that were made to stop a reader: small files, built the same each time.

Each stands for a kind: gaps between rows, far columns, many strings, bad references, broken or endless XML, archives
that unpack to much more than they weigh, text of one line, values that no database stores.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEADINGS = "<row r='1'><c r='A1' t='inlineStr'><is><t>name</t></is></c></row>"
ROW = "<row r='2'><c r='A2' t='inlineStr'><is><t>x</t></is></c></row>"
CHUNK = 1 << 20


def sheet(rows: str = HEADINGS + ROW, before: str = "") -> str:
    """Return the XML of a sheet with ROWS."""
    return f"<worksheet {NAMESPACE}>{before}<sheetData>{rows}</sheetData></worksheet>"


def parts(sheet_xml: str) -> dict[str, str]:
    """Return the parts of a workbook of one sheet by their names in the archive."""
    return {
        "[Content_Types].xml": f"<Types xmlns='{PACKAGE}/content-types'>"
        "<Default Extension='xml' ContentType='application/xml'/>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{MEDIA}.sheet.main+xml'/>"
        f"<Override PartName='/xl/worksheets/sheet1.xml' ContentType='{MEDIA}.worksheet+xml'/>"
        f"<Override PartName='/xl/sharedStrings.xml' ContentType='{MEDIA}.sharedStrings+xml'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{PACKAGE}/relationships'>"
        f"<Relationship Id='r1' Type='{OFFICE}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<workbook {NAMESPACE} xmlns:r='{OFFICE}'>"
        "<sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{PACKAGE}/relationships'>"
        f"<Relationship Id='r1' Type='{OFFICE}/worksheet' Target='worksheets/sheet1.xml'/>"
        f"<Relationship Id='r2' Type='{OFFICE}/sharedStrings' Target='sharedStrings.xml'/></Relationships>",
        "xl/sharedStrings.xml": f"<sst {NAMESPACE}><si><t>name</t></si></sst>",
        "xl/worksheets/sheet1.xml": sheet_xml,
    }


def book(path: Path, sheet_xml: str = "", **changed: str | Iterator[bytes]) -> Path:
    """Write a workbook to PATH; CHANGED are parts by their short names, e.g. ``sheet``."""
    names = {
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "types": "[Content_Types].xml",
        "workbook": "xl/workbook.xml",
        "other": "xl/media/other.bin",
    }
    written: dict[str, str | Iterator[bytes]] = {**parts(sheet_xml or sheet())}
    written |= {names[name]: content for name, content in changed.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in written.items():
            about = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(about, "w") as out:
                for piece in [content.encode()] if isinstance(content, str) else content:
                    out.write(piece)
    return path


def repeated(before: str, piece: str, times: int, after: str) -> Iterator[bytes]:
    """Yield BEFORE, PIECE so many TIMES, and AFTER, without ever holding all of it."""
    yield before.encode()
    most = max(1, CHUNK // len(piece))
    while times:
        some = min(times, most)
        yield (piece * some).encode()
        times -= some
    yield after.encode()


def many_rows(times: int, piece: str) -> Iterator[bytes]:
    return repeated(f"<worksheet {NAMESPACE}><sheetData>{HEADINGS}", piece, times, "</sheetData></worksheet>")


def cell(where: str, inner: str = "<v>1</v>", kind: str = "n") -> str:
    row = where.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return HEADINGS + f"<row r='{row}'><c r='{where}' t='{kind}'>{inner}</c></row>"


def strings(times: int, piece: str) -> Iterator[bytes]:
    return repeated(f"<sst {NAMESPACE}>", piece, times, "</sst>")


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _many_parts(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"{number}", (2026, 1, 1, 0, 0, 0)), b"")
    return path


LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
BOMB = f"<!DOCTYPE x [<!ENTITY a0 'haha'>{LAUGHS}]>" + sheet(
    HEADINGS + "<row r='2'><c r='A2' t='inlineStr'><is><t>&a11;</t></is></c></row>"
)
BOOKS: dict[str, Callable[[Path], Path]] = {
    "row 99,999,999": lambda path: book(path, sheet(cell("A99999999"))),
    "row 1,048,576": lambda path: book(path, sheet(cell("A1048576"))),
    "column XFD": lambda path: book(path, sheet(cell("XFD2"))),
    "column XFD in each row": lambda path: book(path, sheet=many_rows(20_000, "<row><c r='XFD1'><v>1</v></c></row>")),
    "column ZZZZZZ": lambda path: book(path, sheet(cell("ZZZZZZ2"))),
    "dimension of a whole sheet": lambda path: book(path, sheet(before="<dimension ref='A1:XFD1048576'/>")),
    "six million shared strings": lambda path: book(path, strings=strings(6_000_000, "<si><t/></si>")),
    "one string of 60 MB": lambda path: book(path, strings=strings(1, f"<si><t>{'a' * 60_000_000}</t></si>")),
    "a million rows": lambda path: book(path, sheet=many_rows(1_000_000, "<row><c><v>1</v></c></row>")),
    "five million empty rows": lambda path: book(path, sheet=many_rows(5_000_000, "<row/>")),
    "ten million cells in a row": lambda path: book(path, sheet=many_rows(1, f"<row>{'<c/>' * 10_000_000}</row>")),
    "one attribute of 40 MB": lambda path: book(path, sheet(f"<row r='{'1' * 40_000_000}'/>")),
    "deep XML": lambda path: book(path, sheet(HEADINGS + "<row>" + "<c>" * 2_000_000)),
    "entities that multiply": lambda path: book(path, BOMB),
    "an entity from outside": lambda path: book(
        path, "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + sheet(cell("A2", "<v>&e;</v>", "str"))
    ),
    "a reference that is none": lambda path: book(path, sheet(cell("A2").replace("A2", "2A?"))),
    "a row that is no number": lambda path: book(path, sheet(HEADINGS + "<row r='x'/>")),
    "row zero and below": lambda path: book(path, sheet(HEADINGS + "<row r='-5'><c r='A1'><v>1</v></c></row>")),
    "a row of infinity": lambda path: book(path, sheet(HEADINGS + "<row r='1e400'/>")),
    "a string that is not there": lambda path: book(path, sheet(cell("A2", "<v>99</v>", "s"))),
    "a string of a negative number": lambda path: book(path, sheet(cell("A2", "<v>-1</v>", "s"))),
    "a number of a million digits": lambda path: book(path, sheet(cell("A2", f"<v>{'9' * 1_000_000}</v>"))),
    "a date that is none": lambda path: book(path, sheet(cell("A2", "<v>2026-99-99</v>", "d"))),
    "a truth that is none": lambda path: book(path, sheet(cell("A2", "<v>maybe</v>", "b"))),
    "a shared formula": lambda path: book(
        path, sheet(cell("A2", f"<f t='shared' si='1'>{'(' * 100_000}</f>") + cell("A3", "<f t='shared' si='1'/>"))
    ),
    "broken XML of a sheet": lambda path: book(path, sheet()[:-30]),
    "broken XML of strings": lambda path: book(path, strings="<sst><si>"),
    "broken XML of styles": lambda path: book(path, styles="<styleSheet><numFmts>"),
    "styles without end": lambda path: book(
        path,
        styles=repeated(
            f"<styleSheet {NAMESPACE}><cellXfs>", "<xf numFmtId='0'/>", 2_000_000, "</cellXfs></styleSheet>"
        ),
    ),
    "no workbook": lambda path: book(path, workbook="<workbook/>"),
    "no types": lambda path: book(path, types="<Types/>"),
    "a gigabyte of zeros beside": lambda path: book(path, other=repeated("", "\0" * CHUNK, 1000, "")),
    "a hundred thousand parts": _many_parts,
    "nothing": lambda path: _bytes(path, b""),
    "no archive": lambda path: _bytes(path, b"PK\x03\x04" + b"\0" * 100),
    "an archive cut off": lambda path: _bytes(path, book(path).read_bytes()[:-200]),
    "a page": lambda path: _bytes(path, b"<html><body><table><tr><td>name</td></tr></table></body></html>"),
}


def text(content: str | bytes) -> Callable[[Path], Path]:
    made = content.encode() if isinstance(content, str) else content
    return lambda path: _bytes(path, made)


TABLES: dict[str, Callable[[Path], Path]] = {
    "carriage returns alone": text(b"name\r" + b"x\r" * 2_000_000),
    "nothing but carriage returns": text(b"\r" * 20_000_000),
    "nothing but line feeds": text(b"\n" * 20_000_000),
    "nothing but commas": text(b"name\n" + b"," * 20_000_000),
    "a quote that never closes": text(b'name\n"' + b"x\n" * 10_000_000),
    "nothing but quotes": text(b"name\n" + b'"' * 20_000_001),
    "a million headings": text(b"a," * 1_000_000 + b"\nx\n"),
    "three million rows": text(b"name\n" + b"x\n" * 3_000_000),
    "zeros": text(b"name\n" + b"\0" * 5_000_000),
    "sixty-five megabytes": text(b"name\n" + b"x" * (65 << 20)),
    "a program": text(b"MZ" + bytes(range(256)) * 1000),
    "a device": lambda path: (path.symlink_to("/dev/zero"), path)[1],
}
DEEP = 2_000_000
JSONS: dict[str, Callable[[Path], Path]] = {
    "lone surrogates": text('[{"name": "\\ud800"}, {"\\udfff": "x"}, {"name": "\\ud83d\\ude00"}]'),
    "a number beyond all": text(json.dumps([{"name": 10**4000}])),
    "a number of a million digits": text('[{"name": ' + "9" * 1_000_000 + "}]"),
    "infinity": text('[{"name": 1e999}, {"name": NaN}, {"name": -Infinity}]'),
    "deep lists": text("[" * DEEP + "]" * DEEP),
    "deep mappings": text('[{"name": ' + '{"a": ' * 500_000 + "1" + "}" * 500_000 + "}]"),
    "millions of empty mappings": text("[" + "{}," * 5_000_000 + "{}]"),
    "millions of empty lists": text("[" + "[]," * 5_000_000 + "{}]"),
    "a million keys": text("[{" + ",".join(f'"k{n}":1' for n in range(1_000_000)) + "}]"),
    "one text of 20 MB": text('[{"name": "' + "长" * 7_000_000 + '"}]'),
    "no list": text('{"name": "x"}'),
    "cut off": text('[{"name": "x"}, {"na'),
    "a page": text("<!DOCTYPE html><html>502</html>"),
    "zeros": text(b"\0" * 5_000_000),
}
LINES: dict[str, Callable[[Path], Path]] = {
    "lone surrogates": text('{"name": "\\ud800"}\n{"name": "x"}\n'),
    "one line of 30 MB": text('{"name": "' + "x" * 30_000_000 + '"}'),
    "deep lines": text(("[" * 100_000 + "\n") * 50),
    "three million lines": text('{"a":1}\n' * 3_000_000),
    "nothing but line feeds": text(b"\n" * 20_000_000),
    "carriage returns alone": text(b'{"name":"x"}\r' * 500_000),
    "a million keys a line": text("{" + ",".join(f'"k{n}":1' for n in range(1_000_000)) + "}\n"),
    "numbers without end": text(('{"name": ' + "9" * 5000 + "}\n") * 2000),
}
KINDS = {".xlsx": BOOKS, ".csv": TABLES, ".json": JSONS, ".jsonl": LINES}
CASES = [(suffix, name) for suffix, made in KINDS.items() for name in made]


def make(folder: Path, suffix: str, name: str) -> Path:
    """Write the hostile list NAME of the format SUFFIX into FOLDER and return its path."""
    return KINDS[suffix][name](folder / f"list{suffix}")
