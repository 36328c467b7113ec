"""The facets of the catalogue: what can be chosen, and how many items each choice would leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog import terms
from catalog.enums import Audience, Mode, TermList
from catalog.items import facet_index
from catalog.items.facet_index import FacetIndex, Rows
from catalog.models import Organisation, Theme
from catalog.territory import reach
from portal.kit.words import Words

Label = str | Promise | Words
LABELS: dict[str, Label] = {
    "audience": _("For whom"),
    "theme": _("Theme"),
    "mode": _("How we help"),
    "district": _("Where"),
    "department": _("Department"),
    "class": _("Class"),
    "topic": _("Topic"),
}
KEYS = tuple(LABELS)
# Facets whose options are rows of a registry: the kinds of their codes.
REGISTERED = {
    "theme": "theme",
    "district": "organisation",
    "department": "organisation",
    "class": "term",
    "topic": "term",
}
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


class Catalogue:
    """The public items under one choice: the rows that remain and the facets around them.

    ``wanted`` maps facets to codes as an address carries them; unknown facets and unknown codes count for nothing.
    """

    def __init__(self, wanted: Mapping[str, str]) -> None:
        self.taken = facet_index.current()
        self.themes = list(Theme.objects.current())
        self.offered = _offered(self.taken) | {"theme": _named(self.themes)}
        self.chosen = {key: wanted[key] for key in KEYS if wanted.get(key, "") in self.offered[key]}

    def rows(self) -> Rows:
        """Return the items that remain."""
        return Rows(self.taken, self._remaining())

    def facets(self) -> list[Facet]:
        """Return every facet that offers a choice."""
        themes = _named(row for row in self.themes if row.audience == self.chosen.get("audience", row.audience))
        made = [self._facet(key, choices) for key, choices in (self.offered | {"theme": themes}).items()]
        return [facet for facet in made if len(facet.options) > 1]

    def _remaining(self, *, without: str = "") -> int:
        """Return the bits of the items that remain, not asking the facet WITHOUT."""
        bits = self.taken.everybody()
        for key, code in self.chosen.items():
            if key != without:
                bits &= self.taken.bearing(key, code)
        return bits

    def _facet(self, key: str, choices: Mapping[str, Label]) -> Facet:
        chosen, around = self.chosen.get(key), self._remaining(without=key)
        left = {code: (around & self.taken.bearing(key, code)).bit_count() for code in choices}
        options = [Option(code, name, left[code], code == chosen) for code, name in choices.items()]
        if key in {"department", "theme"}:
            options.sort(key=lambda option: -option.count)
        return Facet(key, LABELS[key], options)


def _offered(taken: FacetIndex) -> dict[str, Mapping[str, Label]]:
    """Return code and name of whatever can be chosen, by facet."""
    departments = Organisation.objects.filter(code__in=taken.codes("department"))
    return {
        "audience": dict(Audience.choices),
        "theme": {},
        "mode": dict(Mode.choices),
        "district": _named(reach.districts()),
        "department": _named(departments),
        "class": terms.listed(TermList.CLASS),
        "topic": terms.listed(TermList.TOPIC),
    }


def _named(rows: Iterable[Any]) -> dict[str, Label]:
    return {row.code: getattr(row, "short_name", None) or row.name for row in rows}
