"""Renamings by ``was: old_code``: which of them are still to be done, and which cannot be."""

from collections.abc import Iterator, Mapping
from typing import Any

from configuration import codes
from configuration.kinds import Kind, renamable
from configuration.layers import ReadLayers
from configuration.specs import CurrentCode
from configuration.text.problems import Problem

Moves = Mapping[str, Mapping[str, str]]
"""By kind: old code → new code, in the order in which they can be carried out one by one."""
Said = dict[str, str]
"""Of one kind: new code → the code that it had, as files say it."""
Found = tuple[str, str, str, str]
"""The new code, and of the mistake its code, sentence and remedy."""


def now(moves: Moves) -> CurrentCode:
    """Return how codes are called once MOVES are carried out."""
    return lambda kind, code: moves.get(kind, {}).get(code, code)


def pending(reading: ReadLayers) -> Moves:
    """Return what READING renames: objects of the database under the old code, where the new one is free.

    A ``was`` that was carried out earlier, or names what this installation never had, does nothing.
    """
    said = {kind: reading.renamings(kind) for kind in renamable() if not kind.fixed}
    return {kind.name: moves for kind, was in said.items() if was and (moves := dict(_moves(kind, was)))}


def _moves(kind: Kind[Any], said: Said) -> Iterator[tuple[str, str]]:
    """Yield old and new code; of a chain (B becomes C, then A becomes B) the renaming that frees a code comes first."""
    left = {old: new for new, old in reversed(said.items())}
    taken = kind.unavailable_codes({*left, *said})
    while ready := {old: new for old, new in left.items() if old in taken and new not in taken}:
        yield from ready.items()
        taken = taken - set(ready) | set(ready.values())
        left = {old: new for old, new in left.items() if old not in ready}


def mistakes(reading: ReadLayers) -> Iterator[Problem]:
    """Yield the renamings that cannot be: by the files alone, by their kind, or because the new code is taken."""
    for kind in renamable():
        said = reading.renamings(kind)
        clashes = list(_clashes(kind, said, reading))
        rest = {code: old for code, old in said.items() if code not in {clash[0] for clash in clashes}}
        for code, number, sentence, remedy in [*clashes, *_impossible(kind, rest)]:
            yield Problem(reading.place_of(kind, code, "was"), number, sentence, remedy)


def _clashes(kind: Kind[Any], said: Said, reading: ReadLayers) -> Iterator[Found]:
    """Yield renamings whose old code two claim, or something keeps, or that come round to where they began."""
    claimed: set[str] = set()
    for code, old in said.items():
        if old in claimed or (reading.describes(kind, old) and old not in said):
            sentence = f"was: {old}, but another {kind.name} has or takes that code"
            yield code, "D207", sentence, "remove 'was' or the other definition"
        elif _comes_round(code, said):
            yield code, "D207", f"was: {old}, and so on in a circle", "go over a code that is free, in two applies"
        claimed.add(old)


def _comes_round(code: str, said: Said) -> bool:
    seen, before = {code}, said.get(code)
    while before is not None and before not in seen:
        seen.add(before)
        before = said.get(before)
    return before is not None


def _impossible(kind: Kind[Any], said: Said) -> Iterator[Found]:
    """Yield renamings of what is in use: of a kind that has none, or onto a code that something has."""
    used = {kind.code(spec) for spec in kind.stored(set(said.values()))} if said else set()
    moves = dict(_moves(kind, said)) if used and not kind.fixed else {}
    for code, old in said.items():
        if old not in used or old in moves:
            continue
        if kind.fixed:
            sentence = f"no {kind.name} is renamed: {kind.fixed}"
            yield code, "D209", sentence, "keep the old code, or leave 'was' out"
        elif not codes.was_renamed(kind.name, old, code):
            sentence = f"'{old}' cannot become '{code}': another {kind.name} has that code"
            yield code, "D211", sentence, "remove 'was', or choose a code that is free"
