"""A city written anew with other codes: what a careful editor does to the files, done by machine."""

from pathlib import Path
from typing import Any

from configuration import kinds, renaming
from configuration.apply import apply
from configuration.check import check
from configuration.layers import read
from configuration.plan import plan
from configuration.text import scalars
from configuration.text.format import mapping_text
from portal.kit import languages, published
from tests.city import RIVERMOUTH

Moves = dict[str, dict[str, str]]


def write(folder: Path, moves: Moves, *, source: Path = RIVERMOUTH[0]) -> Path:
    """Write SOURCE into FOLDER with the codes of MOVES, each with its ``was``, and return FOLDER."""
    checked = check(read([source]))
    now, was = renaming.now(moves), {new: old for old, new in moves.get("level", {}).items()}
    with languages.reading(checked.reading.languages):
        for kind in kinds.every():
            for spec in checked.all(kind.name).values():
                code = kind.code(spec)
                data = kind.plain(kind.followed(spec, now))
                if (new := now(kind.name, code)) != code and not kind.fixed:
                    data |= {kind.name: new, "was": code}
                if kind.name == "site":
                    earlier = [{"was": was[one["level"]]} if one["level"] in was else {} for one in data["levels"]]
                    data["levels"] = [one | old for one, old in zip(data["levels"], earlier, strict=True)]
                name = kind.folder if kind.folder.endswith(".yaml") else f"{kind.folder}/{data[kind.name]}.yaml"
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(mapping_text(scalars.node_of(data), kind.schema, kind.name))
    return folder


def applied(folder: Path) -> list[tuple[str, str, str, tuple[Any, ...]]]:
    """Apply FOLDER; return verb, kind, new code and changes of every step."""
    checked = check(read([folder]))
    assert not checked.problems, "\n".join(map(str, checked.problems))
    done = apply(checked, tell=str)
    published.forget()
    return [(step.verb, step.kind.name, step.code, step.changes) for step in done.steps]


def rename(tmp_path, **moves):
    """Apply the city with MOVES, ``item={"old": "new"}``; the plan is one line a renaming, the next plan is empty."""
    folder = write(tmp_path / "rivermouth", moves)
    expected = [("rename", kind, new, ()) for kind, codes in moves.items() for new in codes.values()]
    assert sorted(applied(folder)) == sorted(expected)
    assert plan(check(read([folder]))).steps == []
    return folder
