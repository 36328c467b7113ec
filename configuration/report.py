"""A plan in words: what citizens and staff will notice, rights first."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from configuration import kinds
from configuration.kinds import Kind
from configuration.plan import KeyChange, Plan, PlanChange
from configuration.text.problems import Problem

SIGNS = {"create": "+", "change": "~", "rename": "~", "retire": "-", "keep": "!"}
LONG = 60  # characters of a value that the plan shows
PLACES = 3  # places of an advice that are named
FEW = 10  # added or removed elements of a list that are shown


def advice(found: Iterable[Problem]) -> Iterator[str]:
    """Yield what would serve readers better, a line for each sentence with the first few places."""
    places: dict[tuple[str, str], list[str]] = {}
    for problem in found:
        where = f"{problem.place.path}:{problem.place.line}"
        places.setdefault((problem.code, problem.message), []).append(where)
    for (code, sentence), spots in places.items():
        more = f" and {len(spots) - PLACES} more" if len(spots) > PLACES else ""
        yield f"  {code}  {sentence}  {', '.join(spots[:PLACES])}{more}"


def lines(plan: Plan, apply_with: str) -> Iterator[str]:
    """Yield the lines of PLAN, grouped by kind, changed rights first; ``apply_with`` is the command that applies it."""
    for kind in _by_notice():
        steps = [step for step in plan.steps if step.kind.name == kind.name]
        if steps:
            yield kind.heading or f"{kind.name}s"
            for step in steps:
                yield from _step(step)
    for name, count in plan.left_alone.items():
        yield f"  {count} {name}{'s' if count > 1 else ''} made in the admin: left alone"
    if plan.work:
        yield f"{summary(plan)}. Nothing is written. Apply with: {apply_with}"
    elif plan.steps:
        yield f"Nothing is to be written: {summary(plan)}, which differ from the files."
    else:
        yield "Nothing to do: the site is as the definitions say."


def summary(plan: Plan) -> str:
    """Return how many objects are created, changed, retired and kept, e.g. ``3 to create, 1 to retire``."""
    counts = [
        (sum(step.verb in verbs for step in plan.steps), words)
        for verbs, words in (
            (("create",), "to create"),
            (("change",), "to change"),
            (("rename",), "to rename"),
            (("retire",), "to retire"),
            (("keep",), "kept as edited in the admin"),
        )
    ]
    return ", ".join(f"{count} {words}" for count, words in counts if count) or "nothing to do"


def as_data(plan: Plan) -> dict[str, Any]:
    """Return PLAN for a machine."""
    return {
        "steps": [
            {
                "kind": step.kind.name,
                "code": step.code,
                "do": step.verb,
                "title": step.title,
                "was": step.was,
                "changes": [{"key": c.key, "old": c.old, "new": c.new} for c in step.changes],
                "kept": [{"key": c.key, "admin": c.old, "file": c.new} for c in step.kept],
                "note": step.note,
                "words": list(step.words),
            }
            for step in plan.steps
        ],
        "left_alone": plan.left_alone,
    }


def _by_notice() -> list[Kind[Any]]:
    return sorted(kinds.renamable(), key=lambda kind: not kind.rights)


def _step(step: PlanChange) -> Iterator[str]:
    code = f"{step.was} → {step.code}" if step.was else step.code
    name = f"{step.kind.name}  {code}  {_clip(step.title)}".rstrip()
    if step.verb == "keep":
        yield f"  ! {name}  {_kept(step)}"
        return
    yield f"  {SIGNS[step.verb]} {name}{_retired(step)}"
    for sentence in step.words:
        yield f"      {sentence}"
    for change in step.changes:
        yield from _change(change)
    if step.kept or step.note:
        yield f"  ! {name}  {_kept(step)}"


def _retired(step: PlanChange) -> str:
    return "  retired" if step.verb == "retire" else ""


def _kept(step: PlanChange) -> str:
    keys = ", ".join(change.key for change in step.kept)
    # Before the apply a renamed object is found under its old code, afterwards under its new one.
    edited = step.kind.edited(step.code) or (step.kind.edited(step.was) if step.was else "")
    about = " ".join(part for part in ("edited in the admin", edited) if part)
    told = step.note or f"{about}: {keys}"
    return f"{told}; kept (use --take files to overwrite)"


def _change(change: KeyChange) -> Iterator[str]:
    for label, old, new in _parts(change.key, change.old, change.new):
        if isinstance(old, list) or isinstance(new, list):
            yield from _list(label, old or [], new or [])
        else:
            yield f"      {label:<18}  {_word(old)} → {_word(new)}"


def _parts(label: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield what differs inside mappings, e.g. ``days.promised``."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield label, old, new
        return
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            yield from _parts(f"{label}.{key}", old.get(key), new.get(key))


def _list(label: str, old: Any, new: Any) -> Iterator[str]:
    olds, news = (value if isinstance(value, list) else [value] for value in (old, new))
    more = [one for one in news if one not in olds]
    less = [one for one in olds if one not in news]
    if not more and not less:
        yield f"      {label:<18}  in another order"
    for sign, values in (("+", more), ("-", less)):
        for one in values[:FEW]:
            yield f"      {label:<18}  {sign} {_word(one)}"
        if len(values) > FEW:
            yield f"      {label:<18}  {sign} … {len(values) - FEW} more"


def _word(value: Any) -> str:
    """Return VALUE as a reader would say it, in one short line."""
    if value is None:
        return "(none)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        name = value.get("name") or value.get("label") or value.get("title")
        rest = ", ".join(f"{key}: {_flat(one)}" for key, one in value.items() if one is not name)
        return _clip(f"{_flat(name)} ({rest})" if name else rest)
    return _clip(_flat(value))


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONG else f"{line[: LONG - 1]}…"
