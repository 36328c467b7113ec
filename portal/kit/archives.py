"""ZIP files of strangers: what they hold is counted before anything is unpacked. Needs no Django."""

import struct
import zipfile
from typing import IO

from portal.kit import file_limits

END = b"PK\x05\x06"  # of the record with which an archive ends, after its directory
END_BYTES = 22  # of that record without a comment
ENCRYPTED = 0x1


class ArchiveError(Exception):
    """The archive is not taken: ``reason`` is ``archive`` (broken), ``unpacked`` or ``parts`` (too large)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parts(file: IO[bytes]) -> list[str]:
    """Return the names of the parts of the archive FILE; raises ArchiveError.

    An archive begins at the first byte and ends at the last one: no comment, nothing before or behind it.
    """
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError):
        raise ArchiveError("archive") from None
    if sum(part.file_size for part in found) > file_limits.ZIP_UNPACKED:
        raise ArchiveError("unpacked")
    names = [part.filename for part in found]
    inside = not any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    if len(set(names)) < len(names) or not inside or any(part.flag_bits & ENCRYPTED for part in found):
        raise ArchiveError("archive")
    return names


def read(file: IO[bytes], name: str, most: int) -> bytes:
    """Return at most MOST bytes of the part NAME; raises ArchiveError."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as part:
            return part.read(most)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, EOFError, OSError):
        raise ArchiveError("archive") from None


def _check_directory(file: IO[bytes]) -> None:
    """Raise ArchiveError unless the directory is small enough to be read, and stands where it says."""
    size = file.seek(0, 2)
    file.seek(0)
    begins = file.read(4) == b"PK\x03\x04"
    file.seek(max(0, size - END_BYTES))
    end = file.read(END_BYTES)
    file.seek(0)
    if not begins or len(end) < END_BYTES or not end.startswith(END):
        raise ArchiveError("archive")
    directory_bytes, directory_start = struct.unpack("<II", end[12:20])
    if directory_bytes > file_limits.ZIP_DIRECTORY:
        raise ArchiveError("parts")
    if directory_start + directory_bytes + END_BYTES != size:
        raise ArchiveError("archive")
