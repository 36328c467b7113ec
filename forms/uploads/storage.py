"""Sealed files: below the state folder, encrypted in pieces with a key of their own, for their owner alone.

A file is ``PFS1``, the length of the key's id, the id, 16 random bytes, and then pieces of 64 KB, each sealed by
AES-256-GCM. The key of a file is derived from that of the ring, the random bytes and the UUID of the file. The nonce of
a piece is its number and whether it is the last: pieces cannot be dropped, repeated, or taken from another file.
"""

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from portal.kit import canary, keyring
from portal.kit.keyring import KeyRingError

MAGIC = b"PFS1"
SALT, KEY, TAG = 16, 32, 16  # bytes
PIECE = 64 * 1024  # bytes before sealing
SHARDS = 256  # folders, by the first two digits of the UUID
SMALL = "small"
"""The part of a photo that is shown in lists."""


class DamagedFile(Exception):
    """The file is not there, or is not the one that was stored."""


class SealedFiles:
    """The folder of all uploads. A file is there with all of its content, or not at all."""

    @property
    def folder(self) -> Path:
        """The folder itself: a setting, never inside of what a web server serves."""
        return Path(settings.UPLOADS)

    def path(self, uuid: UUID, part: str = "") -> Path:
        """Return where the file UUID, or a PART of it, lies."""
        return self.folder / uuid.hex[:2] / f"{uuid.hex}{f'.{part}' if part else ''}"

    def write(self, uuid: UUID, content: IO[bytes], part: str = "") -> None:
        """Seal CONTENT, from its present place on, into the new file UUID; OSError where the disk does not take it."""
        canary.prove_once()
        target = self.path(uuid, part)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as out:
                _seal(content, out, uuid, part)
                out.flush()
                os.fsync(out.fileno())
            draft.rename(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync(target.parent)

    def read(self, uuid: UUID, part: str = "") -> Iterator[bytes]:
        """Yield the content of the file UUID in pieces; raises DamagedFile."""
        try:
            with self.path(uuid, part).open("rb") as stored:
                yield from _opened(stored, uuid, part)
        except (OSError, InvalidTag, ValueError, IndexError) as error:
            raise DamagedFile(f"the upload {uuid} cannot be read: {error!r}") from error

    def delete(self, uuid: UUID) -> None:
        """Delete the file UUID with all of its parts; one that is not there is no mistake."""
        for part in ("", SMALL):
            self.path(uuid, part).unlink(missing_ok=True)

    def old(self, shard: int, seconds: int) -> Iterator[Path]:
        """Yield the files of one of the SHARDS that were written more than SECONDS ago, half-written ones too."""
        folder = self.folder / f"{shard:02x}"
        before = time.time() - seconds
        for path in folder.iterdir() if folder.is_dir() else ():
            try:
                if path.stat().st_mtime < before:
                    yield path
            except FileNotFoundError:
                continue


FILES = SealedFiles()


def _cipher(key_id: str, salt: bytes, uuid: UUID, part: str) -> AESGCM:
    keys = keyring.ring().keys
    if key_id not in keys:
        raise KeyRingError(f"The key ring {settings.KEY_RING} lacks the key '{key_id}' of a file; {keyring.HELP}.")
    info = f"upload:{uuid}:{part}".encode()
    return AESGCM(HKDF(hashes.SHA256(), KEY, salt, info).derive(keys[key_id]))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _seal(content: IO[bytes], out: IO[bytes], uuid: UUID, part: str) -> None:
    key_id, salt = keyring.ring().current, secrets.token_bytes(SALT)
    cipher = _cipher(key_id, salt, uuid, part)
    name = key_id.encode()
    out.write(MAGIC + bytes([len(name)]) + name + salt)
    number, piece = 0, content.read(PIECE)
    while True:
        following = content.read(PIECE)
        out.write(cipher.encrypt(_nonce(number, last=not following), piece, None))
        if not following:
            return
        number, piece = number + 1, following


def _opened(stored: IO[bytes], uuid: UUID, part: str) -> Iterator[bytes]:
    if stored.read(len(MAGIC)) != MAGIC:
        raise ValueError("it does not begin as a sealed file does")
    key_id = stored.read(stored.read(1)[0]).decode()
    cipher = _cipher(key_id, stored.read(SALT), uuid, part)
    number, piece = 0, stored.read(PIECE + TAG)
    while True:
        following = stored.read(PIECE + TAG)
        yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        if not following:
            return
        number, piece = number + 1, following


def _sync(folder: Path) -> None:
    """Make the disk keep the name of a new file in FOLDER, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
