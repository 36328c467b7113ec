"""What the three kinds share: a changed definition becomes a new frozen version; cases keep theirs."""

import hashlib
import json
from collections.abc import Collection, Iterator
from typing import Any, ClassVar, TypeVar

from configuration.kinds import Kind
from configuration.schema import Definition
from portal.kit import clock

S = TypeVar("S", bound=Definition)


class VersionedKind(Kind[S]):
    """A kind kept as (name, current version); the same content again takes up its old version."""

    # A model that extends Versioned, and its frozen versions.
    named: ClassVar[Any]
    versions: ClassVar[Any]
    fixed = "cases, drafts and bookings keep frozen versions that carry its code"

    def stored(self, codes: Collection[str] | None = None) -> Iterator[S]:
        rows = self.named._default_manager.filter(retired_at=None).select_related("current")
        for row in rows if codes is None else rows.filter(code__in=codes):
            yield row.current.read()

    def save(self, spec: S) -> None:
        plain = self.plain(spec)
        # In the order of the file: it is the order of buttons and options.
        written = json.dumps(plain, ensure_ascii=False)
        digest = hashlib.sha256(written.encode()).hexdigest()
        code = self.code(spec)
        versions = self.versions._default_manager.filter(code=code)
        version = versions.filter(digest=digest).first()
        if version is not None and version.read() != spec:
            # Written before a renaming, these very letters mean something else.
            digest, version = hashlib.sha256(f"{version.pk} {written}".encode()).hexdigest(), None
        if version is None:
            version = self.versions._default_manager.create(
                code=code, number=versions.count() + 1, spec=plain, digest=digest
            )
        self.named._default_manager.update_or_create(
            code=code, defaults={"title": self._title(spec), "current": version, "retired_at": None}
        )

    def retire(self, code: str) -> str:
        self.named._default_manager.filter(code=code).update(retired_at=clock.now())
        return self.kept_by(code)

    def kept_by(self, code: str) -> str:
        """Return what still refers to versions of CODE, in words, or an empty string."""
        return ""

    def _title(self, spec: S) -> Any:
        return getattr(spec, "title")  # noqa: B009  every versioned definition has one


def kept(number: int, noun: str) -> str:
    """Return ``312 cases keep it``, or an empty string for none."""
    return f"{number} {noun} keep it" if number else ""
