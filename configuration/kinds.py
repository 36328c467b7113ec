"""Contract of a kind of definition; the machinery knows kinds only through it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.db.models import QuerySet

from configuration import codes, specs
from configuration.code_references import CodeReference
from configuration.schema import Definition
from portal.kit import indexing

S = TypeVar("S", bound=Definition)


@dataclass(frozen=True)
class Complaint:
    """A mistake that a kind found in one of its definitions.

    ``where`` leads to the value, e.g. ``("states", "done", "public")``; ``code`` is stable and documented (D2xx and
    up); ``remedy`` says what would be right.
    """

    where: tuple[str | int, ...]
    code: str
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Claim:
    """A value that one HOLDER alone may have, e.g. an account of a person; a second holder gets COMPLAINT.

    In the message of the complaint ``{other}`` stands for the code of the definition that came first.
    """

    what: str
    holder: str
    complaint: Complaint


class Folder(Protocol):
    """Everything that was read, by kind and code: what cross-checks look things up in.

    ``knows`` says whether a file describes something, even one that cannot be read.
    """

    def all(self, kind: str) -> Mapping[str, Definition]: ...

    def get(self, kind: str, code: str) -> Definition | None: ...

    def knows(self, kind: str, code: str) -> bool: ...


class Kind(Generic[S]):
    """Mapping between definitions of one kind and the database. Register an instance in AppConfig.ready()."""

    name: ClassVar[str]
    """The key that opens a definition, e.g. ``item``; the schema's first field."""
    folder: ClassVar[str]
    """Where files of this kind live, e.g. ``items`` (``items/x.yaml``), or one file, e.g. ``site.yaml``."""
    order: ClassVar[int]
    """Lower kinds are written first, so that references exist."""
    schema: type[S]
    csv: ClassVar[bool] = False
    """Whether ``<folder>.csv`` may hold many; its header names the keys, ``name.en`` the languages."""
    heading: ClassVar[str] = ""
    """How the plan calls these objects to its reader, e.g. ``Items that citizens find``; the name by default."""
    rights: ClassVar[bool] = False
    """Whether a change alters what people may do: the plan shows such kinds first."""
    says: ClassVar[tuple[CodeReference, ...]] = ()
    """Where its tables say codes as text, their own first, then those of other kinds."""
    fixed: ClassVar[str] = ""
    """Why a code of this kind never changes; empty where ``was:`` changes it."""
    within: ClassVar[tuple[str, str] | None] = None
    """Kind and key of the list whose entries these objects are, e.g. levels in the site: they have no files of their
    own and are only renamed."""

    def stored(self, codes: Collection[str] | None = None) -> Iterator[S]:
        """Yield what the database (so the admin) holds now, all or those of CODES, retired ones left out."""
        raise NotImplementedError

    def save(self, spec: S) -> None:
        """Create or change the object of SPEC; a retired one comes back."""
        raise NotImplementedError

    def save_all(self, specs: Sequence[S]) -> None:
        """Create the objects of SPECS, or take retired ones back; kinds with many objects write them in bulk."""
        for spec in specs:
            self.save(spec)

    def retire(self, code: str) -> str:
        """Take the object out of public sight, never out of the database while something refers to it.

        Return what keeps it, e.g. ``312 cases keep it``, or an empty string.
        """
        raise NotImplementedError

    def unavailable_codes(self, codes: Collection[str]) -> set[str]:
        """Return which of CODES no other object can get, those of retired ones included."""
        return {self.code(spec) for spec in self.stored(codes)}

    def rename(self, old: str, new: str) -> None:
        """Give the object OLD the code NEW, everything that refers to it included."""
        for kind in every():
            for mention in kind.says:
                if mention.of == self.name:
                    mention.follow(old, new)
        for rows in self.echoes(new):
            indexing.add(rows.model, rows.values_list("pk", flat=True))
        codes.record_renaming(self.name, old, new)

    def renaming_in_words(self, code: str) -> Iterator[str]:
        """Yield sentences about what follows the object CODE to its new code, for the plan."""
        yield from ()

    def echoes(self, code: str) -> Iterable[QuerySet[Any]]:
        """Return the rows in whose entries of the search index CODE stands."""
        return ()

    def followed(self, spec: S, now: specs.CurrentCode) -> S:
        """Return SPEC with the codes of other objects as NOW calls them."""
        return specs.with_current_codes(spec, now)

    def edited(self, code: str) -> str:
        """Return when and by whom the object was last edited in the admin, e.g. ``on 2026-11-20 by wang``, or ""."""
        return ""

    def check(self, spec: S, folder: Folder) -> Iterator[Complaint]:
        """Yield what is wrong with SPEC beyond its schema and its references."""
        yield from ()

    def claims(self, spec: S) -> Iterator[Claim]:
        """Yield the values that no other definition of this kind may claim for another holder."""
        yield from ()

    def advise(self, spec: S, folder: Folder) -> Iterator[Complaint]:
        """Yield what would serve readers better; it keeps nobody from applying SPEC."""
        yield from ()

    def effects(self, specs: Sequence[S]) -> dict[str, str]:
        """Return what creating or changing each of SPECS means for other objects, in words by code, for the plan."""
        return {}

    def differences(self, old: S, new: S) -> Iterator[str]:
        """Yield sentences about what people notice of a change from OLD to NEW."""
        yield from ()

    def in_words(self, old: S, new: S) -> Iterator[str]:
        """Yield sentences about a change from OLD to NEW that the plan shows above the keys."""
        yield from self.differences(old, new)

    def code(self, spec: S) -> str:
        """Return the code of SPEC."""
        return str(getattr(spec, self.name))

    def title(self, spec: S) -> str:
        """Return how the plan calls SPEC for a reader."""
        return str(getattr(spec, "name", "") or getattr(spec, "title", ""))

    def plain(self, spec: S) -> dict[str, Any]:
        """Return SPEC in its canonical written form: defaults left out, schema order."""
        return spec.model_dump(mode="json", exclude_defaults=True, by_alias=True)


_kinds: dict[str, Kind[Any]] = {}


def register(kind: Kind[Any]) -> None:
    """Make KIND known under its name."""
    _kinds[kind.name] = kind


def every() -> list[Kind[Any]]:
    """Return the kinds that have files, in the order in which they are written."""
    return [kind for kind in renamable() if kind.within is None]


def renamable() -> list[Kind[Any]]:
    """Return the kinds in which ``was:`` may stand: those that have files, and those within a definition of another."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def named(name: str) -> Kind[Any]:
    """Return the kind NAME; KeyError if there is none."""
    return _kinds[name]
