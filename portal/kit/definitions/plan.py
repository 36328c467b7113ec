"""What an apply would do: per top-level key, the file, the admin and the last apply are compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from portal.kit import languages
from portal.kit.batches import in_batches
from portal.kit.definitions import kinds
from portal.kit.definitions.check import Checked
from portal.kit.definitions.fields import Definition
from portal.kit.definitions.kinds import Kind
from portal.kit.definitions.problems import DefinitionsError, Place, Problem
from portal.kit.definitions.specs import validated
from portal.kit.models import AppliedDefinition

BATCH = 500
Take = Literal["files", "admin"]
Verb = Literal["create", "change", "rename", "retire", "keep"]
Plain = dict[str, Any]
NOTHING: Plain = {}


@dataclass(frozen=True, slots=True)
class Change:
    """One top-level key: what the admin holds, what the file says; None where it is not given."""

    key: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one object; ``kept`` are edits of the admin that differ from the file and stay.

    ``merged`` is what is written where file and admin are both kept; else it is what the file says.
    """

    kind: Kind[Any]
    code: str
    verb: Verb
    title: str = ""
    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    merged: Definition | None = None
    was: str = ""
    note: str = ""


@dataclass
class Plan:
    """The steps in the order in which they are taken, and how many objects of the admin are left alone."""

    steps: list[Step] = field(default_factory=list)
    left_alone: dict[str, int] = field(default_factory=dict)

    @property
    def work(self) -> list[Step]:
        """The steps that write."""
        return [step for step in self.steps if step.verb != "keep"]


def plan(checked: Checked, *, take: Take | None = None) -> Plan:
    """Return what applying CHECKED would do; reads the database, writes nothing.

    ``take`` decides where file and admin differ: ``files`` overwrites edits of the admin; otherwise they stay.
    """
    made = Plan()
    with languages.reading(checked.reading.languages):
        for kind in kinds.every():
            made.steps.extend(_of_kind(kind, checked, take, made.left_alone))
    return made


def written(kind: Kind[Any], spec: Definition) -> Plain:
    """Return SPEC as plain data for comparing: without its code and without ``was``, which is only news."""
    return {key: value for key, value in kind.plain(spec).items() if key not in {kind.name, "was"}}


def _of_kind(kind: Kind[Any], checked: Checked, take: Take | None, left_alone: dict[str, int]) -> Iterator[Step]:
    files = checked.all(kind.name)
    renamed = {spec.was: code for code, spec in files.items() if spec.was}
    seen: set[str] = set()
    alone = 0
    for batch in in_batches(kind.stored(), BATCH):
        bases = _bases(kind, [kind.code(spec) for spec in batch])
        for spec in batch:
            code = kind.code(spec)
            target = renamed.get(code, code)
            if target in seen:
                continue
            seen.add(target)
            if target in files:
                step = _compare(kind, files[target], spec, bases.get(code), take)
                if step:
                    yield step
            elif code in bases:
                yield _retire(kind, spec, bases[code], take)
            else:
                alone += 1
    yield from _new(kind, files, [code for code in files if code not in seen], take)
    if alone:
        left_alone[kind.name] = alone


def _bases(kind: Kind[Any], codes: Iterable[str]) -> dict[str, Plain]:
    rows = AppliedDefinition.objects.filter(kind=kind.name, code__in=list(codes))
    return dict(rows.values_list("code", "spec"))


def _new(kind: Kind[Any], files: Mapping[str, Definition], codes: list[str], take: Take | None) -> Iterator[Step]:
    """What the files have and the database has not: new, or taken out of use in the admin since the last apply."""
    for start in range(0, len(codes), BATCH):
        chunk = codes[start : start + BATCH]
        bases = _bases(kind, chunk)
        for code in chunk:
            spec = files[code]
            if code in bases and take != "files":
                yield Step(kind, code, "keep", kind.title(spec), note="taken out of use in the admin")
            else:
                yield Step(kind, code, "create", kind.title(spec))


def _retire(kind: Kind[Any], spec: Definition, base: Plain, take: Take | None) -> Step:
    """No file describes the object any more: it is retired, unless the admin changed it after the last apply."""
    code, stored = kind.code(spec), written(kind, spec)
    edited = tuple(Change(key, stored.get(key), base.get(key)) for key in _differing(stored, base))
    if edited and take != "files":
        note = "no file describes it any more, but it was edited in the admin"
        return Step(kind, code, "keep", kind.title(spec), kept=edited, note=note)
    return Step(kind, code, "retire", kind.title(spec))


def _compare(
    kind: Kind[Any], spec: Definition, stored: Definition, base: Plain | None, take: Take | None
) -> Step | None:
    code, old_code = kind.code(spec), kind.code(stored)
    file, admin, last = written(kind, spec), written(kind, stored), base or NOTHING
    changes: list[Change] = []
    kept: list[Change] = []
    for key in _differing(file, admin):
        change = Change(key, admin.get(key), file.get(key))
        untouched = admin.get(key) == last.get(key)
        (changes if untouched or take == "files" else kept).append(change)
    if code == old_code and not changes:
        return Step(kind, code, "keep", kind.title(spec), kept=tuple(kept)) if kept else None
    merged = file | {change.key: change.old for change in kept}
    merged = {key: value for key, value in merged.items() if value is not None}
    final = _valid(kind, code, merged, kept) if kept else None
    verb: Verb = "change" if code == old_code else "rename"
    was = "" if code == old_code else old_code
    return Step(kind, code, verb, kind.title(spec), tuple(changes), tuple(kept), final, was)


def _valid(kind: Kind[Any], code: str, merged: Plain, kept: list[Change]) -> Definition:
    """File and admin together must still be a valid definition."""
    try:
        return validated(kind.schema, {kind.name: code} | merged)
    except ValidationError as error:
        keys = ", ".join(change.key for change in kept)
        message = f"{kind.name} '{code}': the file and the edits of the admin ({keys}) do not fit together"
        sentence = error.errors()[0]["msg"]
        problem = Problem(Place(kind.folder), "D208", message, f"{sentence}; use --take files or export first")
        raise DefinitionsError([problem]) from None


def _differing(one: Plain, other: Plain) -> list[str]:
    """Return the keys in which ONE and OTHER differ, in the order of the first."""
    keys = dict.fromkeys([*one, *other])
    return [key for key in keys if one.get(key) != other.get(key)]
