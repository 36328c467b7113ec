"""Checked definitions become the site, in one transaction, or nothing happens."""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from configuration import codes, kinds, renaming
from configuration.check import Checked
from configuration.models import AppliedDefinition, AppliedFile
from configuration.plan import BATCH, Plan, PlanChange, Take, bases, comparable, holds, plan, with_current_codes
from configuration.schema import Definition
from configuration.specs import references, targets
from configuration.text.problems import DefinitionsError, Problem, TextPlace
from portal.kit import clock, indexing, published
from portal.kit.batches import in_batches

LOCK = 7_201_202  # the number of our advisory lock in PostgreSQL
Tell = Callable[[str], None]
Track = Callable[[list[PlanChange]], Iterable[PlanChange]]


def apply(checked: Checked, *, take: Take | None = None, tell: Tell = print, track: Track = iter) -> Plan:
    """Write CHECKED into the database, all or nothing, and return what was done.

    Everything is compared before the transaction, so that the database is locked for the writing alone. ``tell`` gets a
    sentence while another apply is waited for; ``track`` wraps the steps, e.g. in a progress bar. Raises
    DefinitionsError if anything is wrong with the definitions.
    """
    refuse(checked)
    with _one_at_a_time(tell), checked.reading.as_site():
        done, news = plan(checked, take=take), _News.of(checked)
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            if done.moves or not holds(done):
                # Renamed codes stand in everything; or somebody edited in the admin meanwhile.
                done, news = plan(checked, take=take), _News.of(checked)
            with indexing.together():
                _rename(done.moves)
                for steps in _together(track(_in_order(done.work, checked))):
                    _take(steps, checked)
            _remember(checked, done, news)
            published.bump()
    return done


@dataclass(frozen=True)
class _News:
    """Changes since the last apply: ``codes`` of definitions by kind, and whether any of the ``files``."""

    codes: dict[str, list[str]]
    files: bool

    @classmethod
    def of(cls, checked: Checked) -> "_News":
        """Compare CHECKED with what the last apply remembered."""
        codes: dict[str, list[str]] = {}
        for kind in kinds.every():
            for batch in in_batches(checked.all(kind.name).items(), BATCH):
                last = bases(kind, [code for code, _spec in batch])
                found = [code for code, spec in batch if last.get(code) != comparable(kind, spec)]
                codes[kind.name] = codes.get(kind.name, []) + found
        return cls(codes, _other_files(checked))


def _other_files(checked: Checked) -> bool:
    """Return whether any file is not what it was at the last apply, or is not where it was."""
    if AppliedFile.objects.count() != len(checked.reading.texts):
        return True
    positions = {layer: number for number, layer in enumerate(checked.reading.layers)}
    for batch in in_batches(checked.reading.texts, BATCH):
        rows = AppliedFile.objects.filter(path__in=[text.path for text in batch])
        last = {(row.position, row.layer, row.path): row.content for row in rows}
        if any(last.get((positions[text.layer], text.layer, text.path)) != text.content for text in batch):
            return True
    return False


def refuse(checked: Checked) -> None:
    """Raise DefinitionsError for any problem, and for demo data where the settings do not allow it."""
    problems = list(checked.problems)
    if checked.reading.demo and not settings.ALLOW_DEMO:
        message = "these are demo definitions, which this installation does not take"
        problems.append(Problem(checked.reading.demo, "D116", message, "leave the folder out"))
    if problems:
        raise DefinitionsError(problems)


def _together(steps: Iterable[PlanChange]) -> Iterator[list[PlanChange]]:
    """Yield STEPS in lists that are written at once: new objects of one kind, at most 500; any other step alone."""
    for _key, some in groupby(steps, lambda step: (step.kind.name, step.verb == "create" or step.code)):
        yield from in_batches(some, BATCH)


def _take(steps: list[PlanChange], checked: Checked) -> None:
    first = steps[0]
    if first.verb == "create":
        specs = [_spec(step, checked) for step in steps]
        first.kind.save_all(specs)
        for spec in specs:
            if spec.was and not first.kind.fixed:
                # Made elsewhere under that code: its old addresses hold here, too.
                codes.record_renaming(first.kind.name, spec.was, first.kind.code(spec))
    elif first.verb == "retire":
        first.kind.retire(first.code)
    elif first.changes or first.merged:
        first.kind.save(_spec(first, checked))


def _rename(moves: renaming.Moves) -> None:
    """Carry MOVES out before anything is written: what is written then finds the new codes."""
    for kind in kinds.renamable():
        for old, new in moves.get(kind.name, {}).items():
            kind.rename(old, new)
    if moves:
        published.forget()  # what this process keeps still says the old codes


def _spec(step: PlanChange, checked: Checked) -> Definition:
    return step.merged or checked.all(step.kind.name)[step.code]


def _in_order(steps: list[PlanChange], checked: Checked) -> list[PlanChange]:
    """Kinds in their order, within a kind what others refer to first; retirements last and backwards."""
    writes: list[PlanChange] = []
    for kind in kinds.every():
        own = [step for step in steps if step.kind is kind and step.verb != "retire"]
        writes.extend(_parents_first(own, checked) if kind.name in targets(kind.schema) else own)
    return writes + [step for step in reversed(steps) if step.verb == "retire"]


def _parents_first(steps: list[PlanChange], checked: Checked) -> list[PlanChange]:
    by_code = {step.code: step for step in steps}
    graph = {
        step.code: [
            code
            for name, code, _where in references(_spec(step, checked))
            if name == step.kind.name and code in by_code
        ]
        for step in steps
    }
    try:
        return [by_code[code] for code in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " → ".join(error.args[1])
        kind = steps[0].kind.name
        raise DefinitionsError(
            [Problem(TextPlace(kind), "D210", f"{kind}s refer to each other in a circle: {circle}")]
        ) from None


def _remember(checked: Checked, done: Plan, news: _News) -> None:
    """Keep what the files say as the base of the next comparison, and the files themselves."""
    now = clock.now()
    kept = {(step.kind.name, step.code) for step in done.steps if step.verb == "keep"}
    known = set(checked.reading.entries) | kept
    rows = AppliedDefinition.objects.only("id", "kind", "code").iterator(BATCH)
    gone = [row.pk for row in rows if (row.kind, row.code) not in known]
    for start in range(0, len(gone), BATCH):
        AppliedDefinition.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    for name, code in kept - set(checked.reading.entries) if done.moves else ():
        for row in AppliedDefinition.objects.filter(kind=name, code=code):
            row.spec = with_current_codes(kinds.named(name), code, row.spec, renaming.now(done.moves))
            row.save(update_fields=["spec"])
    changed = (
        AppliedDefinition(
            kind=name, code=code, spec=comparable(kinds.named(name), checked.all(name)[code]), applied_at=now
        )
        for name, codes in news.codes.items()
        for code in codes
    )
    for batch in in_batches(changed, BATCH):
        AppliedDefinition.objects.bulk_create(
            batch,
            batch_size=100,
            update_conflicts=True,
            unique_fields=["kind", "code"],
            update_fields=["spec", "applied_at"],
        )
    if not news.files:
        return
    positions = {layer: number for number, layer in enumerate(checked.reading.layers)}
    AppliedFile.objects.all().delete()
    files = (
        AppliedFile(position=positions[text.layer], layer=text.layer, path=text.path, content=text.content)
        for text in checked.reading.texts
    )
    for batch_of_files in in_batches(files, BATCH):
        AppliedFile.objects.bulk_create(batch_of_files, batch_size=100)


@contextmanager
def _one_at_a_time(tell: Tell) -> Iterator[None]:
    """Hold the lock of this machine; a second apply waits and says so. Other machines: PostgreSQL's own lock."""
    path = Path(settings.STATE) / "definitions.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Another apply is running; waiting for it to end.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
