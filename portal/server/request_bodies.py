"""Collecting what a visitor sends: at most so much, and not for ever."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import IO, Any

Receive = Callable[[], Awaitable[dict[str, Any]]]

IN_MEMORY = 512 * 1024  # bytes; a bigger body waits on the disk
SILENCE = 10.0  # seconds without a byte
PATIENCE = 30.0  # seconds that every body may take, however small
SLOWEST = 10 * 1024  # bytes a second; a telephone on a weak line still manages this


class TooLarge(Exception):
    """The body is larger than the limit."""


class TooSlow(Exception):
    """The body did not arrive in time."""


class Gone(Exception):
    """The visitor closed the connection."""


async def collect(receive: Receive, headers: Mapping[bytes, bytes], most: int) -> tuple[IO[bytes], int]:
    """Return the body as a file at its beginning, and its size in bytes; raise TooLarge, TooSlow or Gone."""
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > most:
        raise TooLarge
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  Django reads it, then the door closes it
    try:
        return body, await _fill(body, receive, most)
    except BaseException:
        body.close()
        raise


async def _fill(body: IO[bytes], receive: Receive, most: int) -> int:
    began, size = time.monotonic(), 0
    while True:
        message = await _next(receive)
        piece = message.get("body", b"")
        size += len(piece)
        if size > most:
            raise TooLarge
        body.write(piece)
        if not message.get("more_body", False):
            body.seek(0)
            return size
        if time.monotonic() - began > PATIENCE + size / SLOWEST:
            raise TooSlow


async def _next(receive: Receive) -> dict[str, Any]:
    try:
        message = await asyncio.wait_for(receive(), SILENCE)
    except TimeoutError as error:
        raise TooSlow from error
    if message["type"] == "http.disconnect":
        raise Gone
    return message
