"""Compound files (OLE): what Word and Excel wrote before 2007. Only the names inside are read. Pure."""

import struct
from typing import IO

from forms.uploads.refusals import RefusedContent

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512  # bytes
ENTRY = 128  # bytes of an entry of the directory
IN_HEADER = 109  # sectors of the allocation table that the header itself names
MOST_TABLES = 16  # sectors that name more of it: a document of 100 MB has 13
MOST_SECTORS = 400  # of the directory: a document has a handful
LAST = 0xFFFFFFFA  # from here on a number is no sector but a sign


def names(file: IO[bytes]) -> set[str]:
    """Return the names of all streams and folders in FILE; raises RefusedContent for a broken one."""
    try:
        return set(_names(file))
    except (struct.error, IndexError, ValueError):
        raise RefusedContent("office_broken") from None


def _names(file: IO[bytes]) -> list[str]:
    size = file.seek(0, 2)
    file.seek(0)
    header = file.read(HEADER)
    shift = struct.unpack("<H", header[30:32])[0]
    if shift not in {9, 12}:
        raise ValueError("no compound file has such sectors")
    sector = 1 << shift
    table = _table(file, header, sector)
    number, found, seen = struct.unpack("<I", header[48:52])[0], [], set[int]()
    while number < LAST:
        if number in seen or len(seen) > MOST_SECTORS or (number + 1) * sector >= size:
            raise ValueError("the directory goes round in circles, or beyond the end")
        seen.add(number)
        found += _entries(_sector(file, number, sector))
        # The allocation table says which sector follows; each of its own sectors holds a stretch of it.
        place, inside = divmod(number, sector // 4)
        follows = _sector(file, table[place], sector)[4 * inside : 4 * inside + 4]
        number = struct.unpack("<I", follows)[0]
    return found


def _table(file: IO[bytes], header: bytes, size: int) -> list[int]:
    """Return the sectors of the allocation table, which in a large document do not all stand in the HEADER."""
    table = list(struct.unpack(f"<{IN_HEADER}I", header[76:HEADER]))
    following = struct.unpack("<I", header[68:72])[0]
    for _number in range(MOST_TABLES):
        if following >= LAST:
            return table
        *more, following = struct.unpack(f"<{size // 4}I", _sector(file, following, size))
        table += more
    raise ValueError("the list of the allocation table does not end")


def _sector(file: IO[bytes], number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    return file.read(size)


def _entries(content: bytes) -> list[str]:
    found = []
    for start in range(0, len(content), ENTRY):
        entry = content[start : start + ENTRY]
        length = struct.unpack("<H", entry[64:66])[0]
        if entry[66] and 2 <= length <= 64:  # noqa: PLR2004  bytes of a name, its end included
            found.append(entry[: length - 2].decode("utf-16-le", errors="replace"))
    return found
