"""A mistake in a folder of definitions, with its report: file, line, column, excerpt, caret, remedy."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 200  # problems printed in full; the rest are counted
WIDTH = 140  # characters of an excerpt's line


@dataclass(frozen=True)
class TextPlace:
    """A spot in a text: ``line`` and ``column`` count from 1, ``length`` in characters."""

    path: str
    line: int = 0
    column: int = 0
    length: int = 1
    text: str = ""


@dataclass(frozen=True)
class Problem:
    """``code`` is stable and explained in docs/definitions-errors.md."""

    place: TextPlace
    code: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        where = self.place
        head = f"{where.path}:{where.line}:{where.column}" if where.line else where.path
        return "\n".join([f"{head}  {self.code}  {self.message}", *self._excerpt()])

    def _excerpt(self) -> list[str]:
        where = self.place
        lines = where.text.split("\n")
        if not 0 < where.line <= len(lines) or len(lines[where.line - 1]) > WIDTH:
            return [f"    {self.remedy}"] if self.remedy else []
        number = len(str(where.line))
        before = where.line - 1
        shown = [n for n in (before, where.line) if n > 0]
        excerpt = [f"    {n:>{number}} | {lines[n - 1].rstrip()}"[: WIDTH + 20] for n in shown]
        line = lines[where.line - 1]
        indent = columns(line[: where.column - 1])
        caret = "^" * max(1, columns(line[where.column - 1 : where.column - 1 + where.length].rstrip()))
        return [*excerpt, f"    {'':>{number}} | {' ' * indent}{caret}  {self.remedy}".rstrip()]

    def as_data(self) -> dict[str, str | int]:
        """Return the problem for a machine."""
        place = self.place
        return {
            "file": place.path,
            "line": place.line,
            "column": place.column,
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
        }


class DefinitionsError(Exception):
    """A folder cannot be taken as it stands; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.place.path, p.place.line, p.place.column, p.code))
        super().__init__(f"{len(self.problems)} problems")


def nearest(word: str, known: Iterable[str], *, all_of: int = 8) -> str:
    """Return ``did you mean 'x'?`` for the nearest of KNOWN, or the choice if it is short, or nothing."""
    choices = sorted(set(known))
    close = difflib.get_close_matches(word[:80], choices, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"one of: {', '.join(choices)}" if 0 < len(choices) <= all_of else ""


def columns(text: str) -> int:
    """Return how many terminal columns TEXT takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
