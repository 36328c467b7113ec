"""Facets, however they are counted: what can be chosen in a list, and how many rows each choice would leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from portal.kit.words import Words

Label = str | Promise | Words
MOST_FIRST = {"department", "theme"}  # facets without an order of their own
SHOWN = 8  # options above the fold of a facet; the others open on demand


@dataclass(frozen=True)
class Option:
    """``count``: items that remain when this is chosen beside what is chosen in the other facets."""

    value: str
    label: Label
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    key: str
    label: Label
    options: list[Option]

    @property
    def first(self) -> list[Option]:
        """The options that are always seen; a chosen one is among them."""
        return [option for n, option in enumerate(self.options) if n < SHOWN or option.selected]

    @property
    def more(self) -> list[Option]:
        """The options that open on demand."""
        return [option for n, option in enumerate(self.options) if n >= SHOWN and not option.selected]

    @property
    def chosen(self) -> Option | None:
        """The option that is in force."""
        return next((option for option in self.options if option.selected), None)


def facet(key: str, label: Label, choices: Mapping[str, Label], counts: Mapping[str, int], chosen: str | None) -> Facet:
    """Return the facet KEY with an option for each of CHOICES (label by code), each with its number in COUNTS."""
    options = [Option(code, name, counts.get(code, 0), code == chosen) for code, name in choices.items()]
    if key in MOST_FIRST:
        options.sort(key=lambda option: -option.count)
    return Facet(key, label, options)


def named(rows: Iterable[Any]) -> dict[str, Label]:
    """Return the name of each of ROWS by its code, the short one of an organisation."""
    return {row.code: getattr(row, "short_name", None) or row.name for row in rows}
