"""Personal values encrypted in the database: AES-256-GCM, a key ring outside it, plain only on request.

The attribute of a model is a `Sealed` whose ``str()`` is ``***``; ``.open()`` gives the text. The stored form is
``v1:<key id>:<base64 of nonce and ciphertext>``; model, field and row are authenticated, so a value that is moved to
another row does not open. Never put a SealedField on a model that Wagtail revises, copies or indexes: a system check
refuses it.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

HIDDEN = "***"
NONCE = 12


@lru_cache(maxsize=4)
def _ring(path: str) -> dict[str, Any]:
    """Return the key ring at PATH: ``{"current": id, "keys": {id: base64}, "index": base64}``; made if missing."""
    file = Path(path)
    if not file.exists():
        if not str(file).startswith(str(settings.STATE)):
            raise ImproperlyConfigured(f"There is no key ring at {path}; make one with ./manage.py make_keys.")
        ring = {"current": "k1", "keys": {"k1": _new_key()}, "index": _new_key()}
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            json.dump(ring, handle)
    return dict(json.loads(file.read_text()))


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _key(name: str | None = None) -> tuple[str, bytes]:
    ring = _ring(settings.KEY_RING)
    name = name or ring["current"]
    if name not in ring["keys"]:
        raise ImproperlyConfigured(f"The key ring lacks the key {name!r}; personal data cannot be read without it.")
    return name, base64.b64decode(ring["keys"][name])


def blind_index(purpose: str, value: str) -> str:
    """Return a keyed hash of VALUE for exact look-up under PURPOSE; normalise VALUE first."""
    key = base64.b64decode(_ring(settings.KEY_RING)["index"])
    return hmac.new(key, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


class Sealed:
    """A personal value, closed: printing it shows ``***``; ``open()`` gives the text."""

    __slots__ = ("_bound", "_text")

    def __init__(self, text: str, bound: str = "") -> None:
        self._text = text
        self._bound = bound

    @classmethod
    def of(cls, text: str) -> "Sealed":
        """Return typed TEXT, not yet encrypted."""
        return cls(text)

    def open(self) -> str:
        """Return the plain text.

        Raises `cryptography.exceptions.InvalidTag` if the value was changed or moved to another row.
        """
        if not self._bound:
            return self._text
        _version, key_name, body = self._text.split(":", 2)
        raw = base64.b64decode(body)
        return AESGCM(_key(key_name)[1]).decrypt(raw[:NONCE], raw[NONCE:], self._bound.encode()).decode()

    def seal(self, bound: str) -> str:
        """Return the stored form, authenticated for BOUND (model, field and row)."""
        if self._bound == bound:
            return self._text
        name, key = _key()
        nonce = secrets.token_bytes(NONCE)
        body = base64.b64encode(nonce + AESGCM(key).encrypt(nonce, self.open().encode(), bound.encode())).decode()
        return f"v1:{name}:{body}"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.open() == other.open()

    def __hash__(self) -> int:
        return hash(self.open())

    def __str__(self) -> str:
        return HIDDEN

    __repr__ = __str__


class _SealedAttribute(DeferredAttribute):
    """Binds what the database gave to its row; wraps what a program typed."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, _Stored):
            value = Sealed(str(value), _bound(instance, self.field))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = Sealed(value) if type(value) is str else value


class _Stored(str):
    """Text as it came from the database: told apart by type, never by its prefix."""

    __slots__ = ()


def _bound(instance: models.Model, field: models.Field[Any, Any]) -> str:
    return f"{instance._meta.label_lower}.{field.name}:{instance.row}"  # type: ignore[attr-defined]


class SealedField(models.TextField["str | Sealed", Sealed]):
    """A column of sealed text. Its model must have ``row = models.UUIDField(default=uuid4, unique=True)``."""

    descriptor_class = _SealedAttribute

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return value if not value else _Stored(value)

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: FBT001
        value = getattr(model_instance, self.attname)
        if not isinstance(value, Sealed) or not value:
            return ""
        stored = value.seal(_bound(model_instance, self))
        setattr(model_instance, self.attname, Sealed(stored, _bound(model_instance, self)))
        return stored

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            raise TypeError("A sealed value is never a search term; use its blind index.")
        return value

    def value_to_string(self, obj: Any) -> str:
        raise TypeError("Sealed values are not serialised.")
