"""Personal values encrypted in the database: AES-256-GCM, a key ring outside it, plain only on request.

The attribute of a model is a `Sealed` whose ``str()`` is ``***``; ``.open()`` gives the text. The stored form is
``v1:<key id>:<base64 of nonce and ciphertext>``; model, field and row are authenticated, so a value that is moved to
another row does not open. Never put a SealedField on a model that Wagtail revises, copies or indexes: a system check
refuses it.
"""

from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from portal.kit import canary, keyring

HIDDEN = "***"


def blind_index(purpose: str, value: str) -> str:
    """Return a keyed hash of VALUE for exact look-up under PURPOSE; normalise VALUE first."""
    return keyring.ring().fingerprint(purpose, value)


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
        return keyring.ring().open(self._text, self._bound)

    def seal(self, bound: str) -> str:
        """Return the stored form, authenticated for BOUND (model, field and row)."""
        if self._bound == bound:
            return self._text
        return keyring.ring().seal(self.open(), bound)

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
    return keyring.bound(type(instance), field.name, instance.uuid)  # type: ignore[attr-defined]


class SealedField(models.TextField["str | Sealed", Sealed]):
    """A column of sealed text. Its model must have ``uuid = models.UUIDField(default=uuid4, unique=True)``."""

    descriptor_class = _SealedAttribute
    holds_sealed_text = True

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return value if not value else _Stored(value)

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: FBT001
        value = getattr(model_instance, self.attname)
        if not isinstance(value, Sealed) or not value:
            return ""
        canary.prove_once()
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
