"""Judges one file in a process of its own (portal/kit/confined.py): the file is its standard input.

Writes one line of JSON, ``{"refused": reason}`` or ``{"picture": bytes, "small": bytes}``, and the bytes of those
pictures behind it. `python -m portal.kit.confined LIMITS forms.uploads.judging TYPE`; needs no Django.
"""

import json
import sys
from collections.abc import Callable
from typing import IO, BinaryIO

from forms.uploads import documents, inspecting, pdfs, pictures
from forms.uploads.refusals import RefusedContent
from portal.kit.confined import OUT_OF_MEMORY

Check = Callable[[BinaryIO], None]


def _parts(*main: str) -> Check:
    return lambda file: documents.check_parts(file, main)


def _streams(*main: str) -> Check:
    return lambda file: documents.check_compound(file, main)


CHECKS: dict[str, Check] = {
    "pdf": pdfs.check_pdf,
    "ofd": _parts(inspecting.OFD_MAIN),
    "docx": _parts(documents.MANIFEST, inspecting.DOCX_MAIN),
    "xlsx": _parts(documents.MANIFEST, inspecting.XLSX_MAIN),
    "doc": _streams(inspecting.WORD_STREAM),
    "xls": _streams(*inspecting.EXCEL_STREAMS),
}
"""How each type is looked through (keys of `inspecting.TYPES`); pictures are drawn anew instead."""


def judge(kind: str, file: BinaryIO, out: IO[bytes]) -> None:
    """Write to OUT how FILE, of the type KIND (a key of `inspecting.TYPES`), was judged."""
    picture = small = b""
    check = CHECKS.get(kind)
    try:
        if check is None:
            picture, small = pictures.redraw(file)
        else:
            check(file)
        found: dict[str, object] = {"picture": len(picture), "small": len(small)}
    except RefusedContent as refusal:
        found = {"refused": refusal.reason}
    out.write(json.dumps(found).encode() + b"\n" + picture + small)
    out.flush()


if __name__ == "__main__":
    try:
        judge(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
