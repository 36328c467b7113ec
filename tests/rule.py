"""The trace from the rule to what carries it: `make rule` prints it and writes docs/rule.md."""

import ast
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "rule.md"
DUTIES = ROOT / "docs" / "duties.yaml"
HEAD = """# The rule and what carries it

Made by `make rule` from docs/duties.yaml, the `articles:` keys of definitions/ and the `article` marks of the tests; a
test keeps it current. A duty without definitions and tests is still to be built.

| article | duty | definitions | tests |
|---|---|---|---|
"""


def duties() -> dict[str, dict[str, str]]:
    """Return duty texts by article and id."""
    return {article: duties or {} for article, duties in YAML(typ="safe").load(DUTIES.read_text()).items()}


def marks() -> dict[str, set[str]]:
    """Return the test files by what they are marked with."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "article":
                for argument in node.args:
                    found[str(ast.literal_eval(argument))].add(str(path.relative_to(ROOT / "tests")))
    return found


def carried() -> dict[str, set[str]]:
    """Return the definition files by the articles they name, wherever in the file."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "definitions").rglob("*.yaml")):
        for article in _articles(YAML(typ="safe").load(path.read_text())):
            found[article].add(str(path.relative_to(ROOT / "definitions")))
    for path in sorted((ROOT / "definitions").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for article in filter(None, (row.get("articles") or "").split("|")):
                    found[article].add(str(path.relative_to(ROOT / "definitions")))
    return found


def _articles(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from map(str, value.get("articles", []))
        for inner in value.values():
            yield from _articles(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _articles(inner)


def article_of(mark: str) -> str:
    """Return the article of a mark: ``15(7)``, ``15.7`` and ``15`` are all of article 15."""
    return mark.split("(", 1)[0].split(".", 1)[0]


def table() -> str:
    """Return docs/rule.md as it should be."""
    tests, definitions = marks(), carried()
    lines = []
    for article, texts in duties().items():
        lines.append(_row(f"**{article}**", "", _of(article, definitions, texts), _of(article, tests, texts)))
        lines += [_row(duty, text, definitions.get(duty, ()), tests.get(duty, ())) for duty, text in texts.items()]
    open_duties = [
        duty for texts in duties().values() for duty in texts if duty not in tests and duty not in definitions
    ]
    return (
        HEAD
        + "\n".join(lines)
        + f"\n\nDuties that nothing carries yet ({len(open_duties)}): {', '.join(open_duties)}.\n"
    )


def _of(article: str, found: dict[str, set[str]], texts: dict[str, str]) -> set[str]:
    marks = [mark for mark in found if article_of(mark) == article and mark not in texts]
    return set().union(*(found[mark] for mark in marks))


def _row(label: str, text: str, definitions: Any, tests: Any) -> str:
    return f"| {label} | {text} | {_short(sorted(definitions))} | {_short(sorted(tests))} |"


def _short(names: list[str]) -> str:
    shown = "<br>".join(names[:4])
    return f"{shown}<br>and {len(names) - 4} more" if len(names) > 4 else shown


def main() -> None:
    """Print the table; with --write, keep it."""
    text = table()
    sys.stdout.write(text)
    if "--write" in sys.argv:
        TABLE.write_text(text)


if __name__ == "__main__":
    main()
