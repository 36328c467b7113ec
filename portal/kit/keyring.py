"""The key ring: a file outside the database with the keys that seal personal data.

Its form is ``{"current": id, "keys": {id: base64}, "index": base64}``: 32 bytes a key; new values are sealed with the
current one, `index` makes the blind indexes. It is made by ``./manage.py make_keys``, or at the very first start of an
embedded site (portal/kit/canary.py), and never written again.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

NONCE = 12  # bytes
KEY = 32  # bytes
HELP = "see docs/operators.md, Keys"


class KeyRingError(ImproperlyConfigured):
    """The key ring cannot be used; the text is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Ring:
    """The keys by their id, which of them is current, and the key of the blind indexes."""

    current: str
    keys: dict[str, bytes]
    index: bytes

    def seal(self, text: str, bound: str) -> str:
        """Return TEXT as ``v1:<key id>:<base64 of nonce and ciphertext>``, authenticated for BOUND."""
        nonce = secrets.token_bytes(NONCE)
        body = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), bound.encode())
        return f"v1:{self.current}:{base64.b64encode(nonce + body).decode()}"

    def open(self, stored: str, bound: str) -> str:
        """Return the text of STORED.

        Raises `cryptography.exceptions.InvalidTag` for another key or another BOUND, KeyRingError without its key.
        """
        _version, key_id, body = stored.split(":", 2)
        if key_id not in self.keys:
            raise KeyRingError(f"The key ring {settings.KEY_RING} lacks the key '{key_id}' of this database; {HELP}.")
        raw = base64.b64decode(body)
        return AESGCM(self.keys[key_id]).decrypt(raw[:NONCE], raw[NONCE:], bound.encode()).decode()

    def fingerprint(self, purpose: str, value: str) -> str:
        """Return a keyed hash of VALUE for exact look-up under PURPOSE."""
        return hmac.new(self.index, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def load(path: str) -> Ring:
    """Return the ring at PATH; KeyRingError where there is none, others may read it, or it is not one."""
    try:
        mode = Path(path).stat().st_mode
        text = Path(path).read_text()
    except FileNotFoundError:
        sentence = f"There is no key ring at {path}; restore it, or make the first one with ./manage.py make_keys."
        raise KeyRingError(sentence) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", "") or "it is not text"
        raise KeyRingError(f"The key ring {path} cannot be read ({reason}); {HELP}.") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRingError(f"The key ring {path} is open to others than its owner; run: chmod 600 {path}")
    try:
        return _parsed(json.loads(text))
    except json.JSONDecodeError as error:
        raise KeyRingError(f"The key ring {path} is not valid JSON; restore it from your copy.") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise KeyRingError(f"The key ring {path} is not complete ({error}); restore it from your copy.") from error


def _parsed(ring: Any) -> Ring:
    if not isinstance(ring, dict) or not {"current", "keys", "index"} <= ring.keys():
        raise ValueError("it needs current, keys and index")
    keys = {name: _key(name, text) for name, text in ring["keys"].items()}
    if ring["current"] not in keys:
        raise ValueError("its current key is not among its keys")
    return Ring(current=ring["current"], keys=keys, index=_key("index", ring["index"]))


def _key(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY:
        raise ValueError(f"the key '{name}' is not {KEY} bytes in base64")
    return key


def make(path: str) -> None:
    """Write a ring with new keys to PATH, readable by its owner alone.

    Raises FileExistsError where there is a file already, other OSErrors where none can be written. The file appears
    with all of its content or not at all.
    """
    target = Path(path)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    keys = [base64.b64encode(secrets.token_bytes(KEY)).decode() for _ in range(2)]
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w") as handle:
            json.dump({"current": "k1", "keys": {"k1": keys[0]}, "index": keys[1]}, handle)
            handle.flush()
            os.fsync(handle.fileno())
        os.link(draft, target)
    finally:
        draft.unlink()


def ring() -> Ring:
    """Return the ring of this site, read once a process."""
    return _read(settings.KEY_RING)


@lru_cache(maxsize=4)
def _read(path: str) -> Ring:
    return load(path)


def exists(path: str) -> bool:
    """Return whether there is a file at PATH, be it a good ring or not."""
    return os.path.lexists(path)


def bound(model: type[models.Model], field: str, row: object) -> str:
    """Return what a sealed value is authenticated for: its model, its field and the UUID of its row."""
    return f"{model._meta.label_lower}.{field}:{row}"


def is_inside(path: str, folder: str | Path) -> bool:
    """Return whether PATH lies inside FOLDER, both resolved: names that merely begin alike are no answer."""
    return Path(path).resolve().is_relative_to(Path(folder).resolve())
