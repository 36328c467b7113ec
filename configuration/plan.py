"""Plan of an apply: per top-level key, the file, the admin and the last apply are compared.

Renamings come first: everything is compared as it reads once they are carried out, so that a reference to a
renamed object does not look changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Literal

from pydantic import ValidationError

from configuration import kinds, renaming
from configuration.check import Checked
from configuration.kinds import Kind
from configuration.models import AppliedDefinition
from configuration.schema import Definition
from configuration.specs import CurrentCode, validated
from configuration.text.problems import DefinitionsError, Problem, TextPlace
from portal.kit.batches import in_batches

BATCH = 500
Take = Literal["files", "admin"]
Verb = Literal["create", "change", "rename", "retire", "keep"]
Plain = dict[str, Any]
NOTHING: Plain = {}


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One top-level key: what the admin holds, what the file says; None where it is not given."""

    key: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class PlanChange:
    """Planned change of one object; ``kept`` are edits of the admin that differ from the file and stay.

    ``merged`` is what is written where file and admin are both kept; else it is what the file says. A renaming without
    either only changes the code. ``words`` say what people will notice and what it means for other objects, where the
    kind can tell. ``before`` is what the database held, None where it held nothing.
    """

    kind: Kind[Any]
    code: str
    verb: Verb
    title: str = ""
    changes: tuple[KeyChange, ...] = ()
    kept: tuple[KeyChange, ...] = ()
    merged: Definition | None = None
    was: str = ""
    note: str = ""
    before: Plain | None = None
    words: tuple[str, ...] = ()


@dataclass
class Plan:
    """The steps in the order in which they are taken, and how many objects of the admin are left alone."""

    steps: list[PlanChange] = field(default_factory=list)
    moves: renaming.Moves = field(default_factory=dict)
    left_alone: dict[str, int] = field(default_factory=dict)

    @property
    def work(self) -> list[PlanChange]:
        """The steps that write."""
        return [step for step in self.steps if step.verb != "keep"]


def plan(checked: Checked, *, take: Take | None = None) -> Plan:
    """Return what applying CHECKED would do; reads the database, writes nothing.

    ``take`` decides where file and admin differ: ``files`` overwrites edits of the admin; otherwise they stay.
    """
    made = Plan(moves=renaming.pending(checked.reading))
    with checked.reading.as_site():
        for kind in kinds.every():
            made.steps.extend(_with_effects(kind, checked, list(_of_kind(kind, checked, take, made))))
        for kind in kinds.renamable():
            if kind.within:
                made.steps.extend(_renamed(kind, made.moves.get(kind.name, {})))
    return made


def _with_effects(kind: Kind[Any], checked: Checked, steps: list[PlanChange]) -> Iterator[PlanChange]:
    """Yield STEPS, each that writes what its file says with what that means for other objects."""
    files = checked.all(kind.name)
    effects = kind.effects([files[step.code] for step in steps if step.verb in {"create", "change", "rename"}])
    for step in steps:
        yield replace(step, words=(*step.words, effects[step.code])) if step.code in effects else step


def _renamed(kind: Kind[Any], moves: Mapping[str, str]) -> Iterator[PlanChange]:
    """Yield the renamings of MOVES, for a KIND whose objects are compared with the definition in which they stand."""
    for old, new in moves.items():
        title = next(map(kind.title, kind.stored([old])), "")
        yield PlanChange(kind, new, "rename", title, was=old, words=tuple(kind.renaming_in_words(old)))


def comparable(kind: Kind[Any], spec: Definition) -> Plain:
    """Return SPEC as plain data for comparing: without its code and without ``was``, which is only news."""
    return {key: value for key, value in kind.plain(spec).items() if key not in {kind.name, "was"}}


def _of_kind(kind: Kind[Any], checked: Checked, take: Take | None, made: Plan) -> Iterator[PlanChange]:
    files = checked.all(kind.name)
    seen: set[str] = set()
    alone = 0
    for code, spec, base in _stored(kind, made.moves):
        target = renaming.now(made.moves)(kind.name, code)
        seen.add(target)
        if target in files:
            step = _compare(kind, files[target], spec, base, take)
            if step:
                yield step
        elif base is not None:
            yield _retire(kind, spec, base, take)
        else:
            alone += 1
    missing = [code for code in files if code not in seen]
    yield from _new(kind, files, missing, take, made.moves.get(kind.name, {}))
    if alone:
        made.left_alone[kind.name] = alone


def _stored(kind: Kind[Any], moves: renaming.Moves) -> Iterator[tuple[str, Definition, Plain | None]]:
    """Yield code, definition and base of what the database holds; others are called as they will be after MOVES."""
    now = renaming.now(moves)
    for batch in in_batches(kind.stored(), BATCH):
        last = bases(kind, [kind.code(spec) for spec in batch])
        for spec in batch:
            base = last.get(kind.code(spec))
            if moves:
                base = base and with_current_codes(kind, kind.code(spec), base, now)
                spec = kind.followed(spec, now)  # noqa: PLW2901  the same one, said anew
            yield kind.code(spec), spec, base


def with_current_codes(kind: Kind[Any], code: str, base: Plain, now: CurrentCode) -> Plain:
    """Return BASE, what the last apply wrote of CODE, with the codes of other objects as NOW calls them."""
    try:
        return comparable(kind, kind.followed(validated(kind.schema, {kind.name: code} | base), now))
    except ValidationError:
        return base  # written under an older schema


def bases(kind: Kind[Any], codes: Iterable[str]) -> dict[str, Plain]:
    """Return what the last apply wrote of CODES, by code."""
    rows = AppliedDefinition.objects.filter(kind=kind.name, code__in=list(codes))
    return dict(rows.values_list("code", "spec"))


def _new(
    kind: Kind[Any], files: Mapping[str, Definition], codes: list[str], take: Take | None, moves: Mapping[str, str]
) -> Iterator[PlanChange]:
    """Yield the objects in the files that the database has not: new, or retired in the admin since the last apply.

    MOVES may lead to it from something that is out of use: that gets its new code, too.
    """
    before = {new: old for old, new in moves.items()}
    for chunk in in_batches(codes, BATCH):
        last = bases(kind, [before.get(code, code) for code in chunk])
        for code in chunk:
            spec, was = files[code], before.get(code, "")
            title, gone = kind.title(spec), before.get(code, code) in last and take != "files"
            note = "taken out of use in the admin" if gone else ""
            if was:
                words = tuple(kind.renaming_in_words(was))
                final = None if gone else spec
                yield PlanChange(kind, code, "rename", title, merged=final, was=was, note=note, words=words)
            else:
                yield PlanChange(kind, code, "keep" if gone else "create", title, note=note)


def _retire(kind: Kind[Any], spec: Definition, base: Plain, take: Take | None) -> PlanChange:
    """No file describes the object any more: it is retired, unless the admin changed it after the last apply."""
    code, stored = kind.code(spec), comparable(kind, spec)
    edited = tuple(KeyChange(key, stored.get(key), base.get(key)) for key in _differing(stored, base))
    if edited and take != "files":
        note = "no file describes it any more, but it was edited in the admin"
        return PlanChange(kind, code, "keep", kind.title(spec), kept=edited, note=note, before=stored)
    return PlanChange(kind, code, "retire", kind.title(spec), before=stored)


def _compare(
    kind: Kind[Any], spec: Definition, stored: Definition, base: Plain | None, take: Take | None
) -> PlanChange | None:
    code, old_code = kind.code(spec), kind.code(stored)
    file, admin, last = comparable(kind, spec), comparable(kind, stored), base or NOTHING
    changes: list[KeyChange] = []
    kept: list[KeyChange] = []
    for key in _differing(file, admin):
        change = KeyChange(key, admin.get(key), file.get(key))
        untouched = admin.get(key) == last.get(key)
        (changes if untouched or take == "files" else kept).append(change)
    if code == old_code and not changes:
        return PlanChange(kind, code, "keep", kind.title(spec), kept=tuple(kept), before=admin) if kept else None
    merged = file | {change.key: change.old for change in kept}
    merged = {key: value for key, value in merged.items() if value is not None}
    final = _valid(kind, code, merged, kept) if kept and changes else None
    verb: Verb = "change" if code == old_code else "rename"
    was = "" if code == old_code else old_code
    words = [*kind.renaming_in_words(was)] if was else []
    if changes:
        words.extend(kind.in_words(stored, final or spec))
    step = PlanChange(kind, code, verb, kind.title(spec), tuple(changes), tuple(kept), final, was, before=admin)
    return replace(step, words=tuple(words))


def holds(made: Plan) -> bool:
    """Return whether the database still holds what MADE was made from, as far as a step is about it.

    A plan that renames is not asked: everything in it reads as it will be called.
    """
    for kind, steps in groupby(made.steps, lambda step: step.kind):
        for batch in in_batches(steps, BATCH):
            now = {kind.code(spec): comparable(kind, spec) for spec in kind.stored([step.code for step in batch])}
            if any(now.get(step.code) != step.before for step in batch):
                return False
    return True


def _valid(kind: Kind[Any], code: str, merged: Plain, kept: list[KeyChange]) -> Definition:
    """File and admin together must still be a valid definition."""
    try:
        return validated(kind.schema, {kind.name: code} | merged)
    except ValidationError as error:
        keys = ", ".join(change.key for change in kept)
        message = f"{kind.name} '{code}': the file and the edits of the admin ({keys}) do not fit together"
        sentence = error.errors()[0]["msg"]
        problem = Problem(TextPlace(kind.folder), "D208", message, f"{sentence}; use --take files or export first")
        raise DefinitionsError([problem]) from None


def _differing(one: Plain, other: Plain) -> list[str]:
    """Return the keys in which ONE and OTHER differ, in the order of the first."""
    keys = dict.fromkeys([*one, *other])
    return [key for key in keys if one.get(key) != other.get(key)]
