"""Every mistake at once: schemas, references, renamings, then what each kind finds.

One mistake hides no other and brings forth no second one: what can be read of a broken definition is looked at further,
references to it are no mistakes, and a key is reported once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pydantic import ValidationError

from configuration import kinds, renaming
from configuration.kinds import Claim, Complaint, Kind
from configuration.layers import LayeredDefinition, ReadLayers, Where
from configuration.models import AppliedDefinition
from configuration.offline import is_offline
from configuration.schema import Definition
from configuration.schema_errors import explained, readable
from configuration.specs import references, references_in, targets, validated
from configuration.spool import DiskDict
from configuration.text.problems import SHOWN, Problem, nearest

CIRCLES = 20  # of one kind that are told; looking for the next one goes through all its objects again
Uses = dict[str, list[tuple[str, LayeredDefinition, Where]]]
Claimed = dict[str, tuple[str, str]]  # holder, and code of the definition that says so, by what is claimed


@dataclass
class Checked:
    """The definitions of some layers by kind and code: what kinds look things up in.

    ``reported`` are, by kind and code, the keys in which a mistake is reported already.
    """

    reading: ReadLayers
    specs: dict[str, DiskDict[Definition]] = field(default_factory=lambda: defaultdict(DiskDict))
    problems: list[Problem] = field(default_factory=list)
    reported: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def all(self, kind: str) -> Mapping[str, Definition]:
        """Return the definitions of KIND by code."""
        return self.specs.get(kind, {})

    def get(self, kind: str, code: str) -> Definition | None:
        """Return the definition of KIND and CODE, or None."""
        return self.all(kind).get(code)

    def knows(self, kind: str, code: str) -> bool:
        """Return whether a file describes KIND and CODE, however badly."""
        return self.reading.knows(kind, code)

    def silent(self, entry: LayeredDefinition, where: Where) -> bool:
        """Return whether something is told already of the key of ENTRY at WHERE."""
        return bool(where) and str(where[0]) in self.reported.get((entry.kind.name, entry.code), ())


def check(reading: ReadLayers) -> Checked:
    """Return what READING defines, with every problem found.

    Looks into the database only for references to what no file defines, and for renamings; not at all where there is
    none (`configuration.offline`): what no file defines is unknown there.
    """
    checked = Checked(reading, problems=list(reading.problems))
    with reading.as_site():
        for entry in reading.entries.values():
            _take(checked, entry)
        for stray in reading.strays:
            _take_nothing(checked, stray)
        checked.problems.extend(_dangling(checked))
        if not is_offline():
            checked.problems.extend(renaming.mistakes(reading))
        checked.problems.extend(_complaints(checked))
        checked.problems.extend(_circles(checked))
    checked.problems = list(dict.fromkeys(checked.problems))
    return checked


def _take(checked: Checked, entry: LayeredDefinition) -> None:
    """Keep the definition of ENTRY, or what is right of it."""
    reported: frozenset[str] = frozenset()
    spec: Definition | None
    try:
        spec = validated(entry.kind.schema, entry.data)
    except ValidationError as error:
        checked.problems.extend(explained(entry, error))
        spec, reported = readable(entry, error)
    if spec is not None:
        checked.specs[entry.kind.name][entry.code] = spec
    if told := reported | entry.spoiled:
        checked.reported[entry.kind.name, entry.code] = told


def _take_nothing(checked: Checked, stray: LayeredDefinition) -> None:
    try:
        validated(stray.kind.schema, stray.data)
    except ValidationError as error:
        checked.problems.extend(explained(stray, error))


def _dangling(checked: Checked) -> Iterator[Problem]:
    """Yield references that lead nowhere: not to a file, not to an object made in the admin."""
    missing: Uses = defaultdict(list)
    for (name, code), entry in checked.reading.entries.items():
        spec = checked.get(name, code)
        found = references(spec) if spec is not None else references_in(entry.kind.schema, entry.data)
        for target, wanted, where in found:
            if not checked.knows(target, wanted) and not checked.silent(entry, where):
                missing[target].append((wanted, entry, where))
    for target, uses in missing.items():
        in_admin = _made_in_admin(target, {wanted for wanted, _entry, _where in uses})
        known = [code for name, code in checked.reading.entries if name == target]
        unknown = [use for use in uses if use[0] not in in_admin]
        choices = sorted({*known, *in_admin})
        for number, (wanted, entry, where) in enumerate(unknown):
            remedy = nearest(wanted, choices) if number < SHOWN else ""
            yield Problem(entry.place(where), "D206", f"unknown {target} '{wanted}'", remedy)


def _made_in_admin(name: str, codes: set[str]) -> set[str]:
    """Return those of CODES that exist although no definition ever made them."""
    kind = next((kind for kind in kinds.every() if kind.name == name), None)
    if kind is None or is_offline():
        return set()
    based = set(AppliedDefinition.objects.filter(kind=name, code__in=codes).values_list("code", flat=True))
    return {kind.code(spec) for spec in kind.stored(codes - based)} if codes - based else set()


def _complaints(checked: Checked) -> Iterator[Problem]:
    for kind in kinds.every():
        claimed: Claimed = {}
        for code, spec in checked.all(kind.name).items():
            entry = checked.reading.entries[kind.name, code]
            for complaint in (*kind.check(spec, checked), *_denied(kind.claims(spec), code, claimed)):
                if not checked.silent(entry, complaint.where):
                    yield Problem(entry.place(complaint.where), complaint.code, complaint.message, complaint.remedy)


def _denied(claims: Iterable[Claim], code: str, claimed: Claimed) -> Iterator[Complaint]:
    """Yield the complaints about CLAIMS of CODE to what is CLAIMED already for another holder; note the others."""
    for claim in claims:
        holder, other = claimed.setdefault(claim.what, (claim.holder, code))
        if holder != claim.holder:
            yield replace(claim.complaint, message=claim.complaint.message.format(other=other))


def _circles(checked: Checked) -> Iterator[Problem]:
    """Yield objects of one kind that refer to each other in a circle, unless the kind itself has told it better."""
    told = {(problem.place.path, problem.place.line) for problem in checked.problems}
    for kind in kinds.every():
        if kind.name not in targets(kind.schema):
            continue
        graph = {code: _own(kind, spec) for code, spec in checked.all(kind.name).items()}
        for _number in range(CIRCLES):
            circle = _circle(graph)
            if not circle:
                break
            first = min(circle)
            entry = checked.reading.entries[kind.name, first]
            place = entry.place(next(graph[first][code] for code in circle if code in graph[first]))
            graph = {code: others for code, others in graph.items() if code not in circle}
            if (place.path, place.line) not in told:
                message = f"{kind.name}s refer to each other in a circle: {' → '.join(circle)}"
                yield Problem(place, "D210", message, "one of them refers to something else")


def _own(kind: Kind[Any], spec: Definition) -> dict[str, Where]:
    """Return the objects of its own kind to which SPEC refers, and where."""
    return {code: where for name, code, where in references(spec) if name == kind.name}


def _circle(graph: Mapping[str, Mapping[str, Where]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def advice(checked: Checked) -> Iterator[Problem]:
    """Yield what kinds advise on valid definitions, in the shape of a problem: nothing of it stops an apply."""
    with checked.reading.as_site():
        for kind in kinds.every():
            for code, spec in checked.all(kind.name).items():
                entry = checked.reading.entries[kind.name, code]
                for found in kind.advise(spec, checked):
                    yield Problem(entry.place(found.where), found.code, found.message, found.remedy)
