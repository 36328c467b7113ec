"""Frozen versions of definitions: publishing freezes one, and what began with it keeps it."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from configuration import codes
from configuration.kinds import Kind
from configuration.schema import Definition
from configuration.specs import with_current_codes
from portal.kit import clock, languages
from portal.kit.word_fields import WordsField

S = TypeVar("S", bound=Definition)


class WrittenField(models.TextField[Any, Any]):
    """Data as JSON text: unlike jsonb it keeps the order of keys, which is the order of options and buttons."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)


class FrozenVersion(models.Model):
    """One frozen state of a definition; its text never changes once written.

    Codes of roles, points and the like stand in it as they were; readers get them with the codes of today. ``code`` is
    that of the definition today: all versions follow a renaming, and with them what keeps them.
    """

    kind: ClassVar[str]
    """The name of the kind of definition."""

    code = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    spec = WrittenField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(fields=["code", "number"], name="%(class)s_number_once"),
            models.UniqueConstraint(fields=["code", "digest"], name="%(class)s_content_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    def _read(self, schema: type[S]) -> S:
        """Return the definition with the codes of today; parsed once a process, and again after a renaming."""
        renamed = (self.code, codes.digest_of_renamings())
        key = (type(self), self.pk, self.digest, self.created_at, renamed, languages.default())
        spec = _parsed.get(key)
        if spec is None:
            now = partial(codes.current_code, since=self.created_at)
            spec = with_current_codes(schema.model_validate(self.spec | {self.kind: self.code}), now)
            if len(_parsed) >= MOST_PARSED:
                _parsed.clear()
            if self.pk:
                _parsed[key] = spec
        assert isinstance(spec, schema)  # noqa: S101  a table holds definitions of one schema
        return spec


MOST_PARSED = 1000
_parsed: dict[tuple[Any, ...], Definition] = {}


class VersionedQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Those that hold today: not retired, and published at least once."""
        return self.filter(retired_at=None, current__isnull=False)


class Versioned(models.Model):
    """The name under which a definition is known, and its current version."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = WordsField(_("title"), max=100)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return str(self.title)


class VersionedKind(Kind[S]):
    """A kind kept as (name, current version); the same content again takes up its old version."""

    # A model that extends Versioned, and its frozen versions.
    named: ClassVar[Any]
    versions: ClassVar[Any]

    def stored(self, codes: Collection[str] | None = None) -> Iterator[S]:
        rows = self.named._default_manager.published().select_related("current")
        for row in rows if codes is None else rows.filter(code__in=codes):
            yield row.current.read()

    def unavailable_codes(self, codes: Collection[str]) -> set[str]:
        return set(self.named._default_manager.filter(code__in=codes).values_list("code", flat=True))

    def save(self, spec: S) -> None:
        self.named._default_manager.update_or_create(
            code=self.code(spec),
            defaults={"title": self._title(spec), "current": self.freeze(spec), "retired_at": None},
        )

    def freeze(self, spec: S) -> Any:
        """Return the frozen version of SPEC, made now where there was none."""
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
        return version

    def retire(self, code: str) -> str:
        self.named._default_manager.filter(code=code).update(retired_at=clock.now())
        return self.kept_by(code)

    def kept_by(self, code: str) -> str:
        """Return what still refers to versions of CODE, in words (``312 cases keep it``), or an empty string."""
        return ", ".join(f"{number} {noun} keep it" for number, noun in _counted(self.name, code))

    def used_by(self, code: str) -> list[tuple[int, str]]:
        """Return number and noun of what refers to CODE or its versions: cases, drafts, items."""
        return [*_counted(self.name, code)]

    def renaming_in_words(self, code: str) -> Iterator[str]:
        yield from followers(self.name, code)

    def _title(self, spec: S) -> Any:
        return getattr(spec, "title")  # noqa: B009  every versioned definition has one


Counter = Callable[[str], int]
_keepers: dict[str, dict[str, Counter]] = {}


def keeps(kind: str, noun: str, count: Counter) -> None:
    """Let COUNT tell how many objects, called NOUN, refer to a code of KIND or its versions, e.g. cases to a form."""
    _keepers.setdefault(kind, {})[noun] = count


def _counted(kind: str, code: str) -> Iterator[tuple[int, str]]:
    counted = ((count(code), noun) for noun, count in _keepers.get(kind, {}).items())
    return ((number, noun) for number, noun in counted if number)


def followers(kind: str, code: str) -> Iterator[str]:
    """Yield what follows when CODE of KIND gets another code, in words (``3 cases, 1 draft follow``), if anything."""
    counted = [*_counted(kind, code)]
    words = [f"1 {noun.removesuffix('s')}" if number == 1 else f"{number} {noun}" for number, noun in counted]
    if words:
        yield f"{', '.join(words)} {'follows' if [number for number, _noun in counted] == [1] else 'follow'}"
