"""ClamAV, where the operator names its server (PORTAL_CLAMD): the bytes of a file go there as they came.

``unix:/run/clamav/clamd.ctl`` or ``tcp:host:3310``. Without it nothing is scanned: pictures are drawn anew and
documents walked through in any case. A scanner that is configured and does not answer means that nothing is taken:
a file that nobody looked at must not lie beside those that somebody did, and papers can be brought to the window.
"""

import socket
import struct
from typing import IO

from django.conf import settings

PIECE = 64 * 1024  # bytes
PATIENCE = 20  # seconds
LONGEST_ANSWER = 4096  # bytes
OK, FOUND = b"OK", b"FOUND"


class ScannerDown(Exception):
    """The scanner does not answer, or does not take the file."""


def is_infected(file: IO[bytes]) -> bool:
    """Return whether the scanner found something in FILE; raises ScannerDown. False where none is configured."""
    if not settings.CLAMD:
        return False
    file.seek(0)
    try:
        answer = _asked(file)
    except OSError as error:
        raise ScannerDown(str(error)) from error
    if answer.endswith(FOUND):
        return True
    if answer.endswith(OK):
        return False
    raise ScannerDown(answer.decode(errors="replace"))


def _asked(file: IO[bytes]) -> bytes:
    with _connected(settings.CLAMD) as server:
        server.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            server.sendall(struct.pack(">I", len(piece)) + piece)
        server.sendall(struct.pack(">I", 0))
        answer = b""
        while len(answer) < LONGEST_ANSWER and (more := server.recv(LONGEST_ANSWER)):
            answer += more
    return answer.rstrip(b"\0\n ")


def _connected(address: str) -> socket.socket:
    kind, _colon, where = address.partition(":")
    if kind == "unix":
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.settimeout(PATIENCE)
        try:
            server.connect(where)
        except OSError:
            server.close()
            raise
        return server
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), PATIENCE)
