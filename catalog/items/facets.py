"""The facets of the catalogue: what can be chosen, and how many items each choice would leave."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from catalog import facet_index
from catalog.enums import Audience, Mode, TermList
from catalog.facet_index import FacetIndex, Rows
from catalog.facets import Facet, Label, facet, named
from catalog.models import Organisation, Theme, term_names
from catalog.territory import reach

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


class Catalogue:
    """The public items under one choice: the rows that remain and the facets around them.

    ``wanted`` maps facets to codes as an address carries them; unknown facets and unknown codes count for nothing.
    """

    def __init__(self, wanted: Mapping[str, str]) -> None:
        self.taken = facet_index.current()
        self.themes = list(Theme.objects.current())
        self.offered = _offered(self.taken) | {"theme": named(self.themes)}
        self.chosen = {key: wanted[key] for key in KEYS if wanted.get(key, "") in self.offered[key]}

    def rows(self) -> Rows:
        """Return the items that remain."""
        return Rows(self.taken, self._remaining())

    def facets(self) -> list[Facet]:
        """Return every facet that offers a choice."""
        themes = named(row for row in self.themes if row.audience == self.chosen.get("audience", row.audience))
        made = [self._facet(key, choices) for key, choices in (self.offered | {"theme": themes}).items()]
        return [facet for facet in made if len(facet.options) > 1]

    def _remaining(self, *, without: str = "") -> int:
        """Return the bits of the items that remain, not asking the facet WITHOUT."""
        bits = self.taken.everybody()
        for key, code in self.chosen.items():
            if key != without:
                bits &= self.taken.items_with(key, code)
        return bits

    def _facet(self, key: str, choices: Mapping[str, Label]) -> Facet:
        chosen, around = self.chosen.get(key), self._remaining(without=key)
        left = {code: (around & self.taken.items_with(key, code)).bit_count() for code in choices}
        return facet(key, LABELS[key], choices, left, chosen)


def _offered(taken: FacetIndex) -> dict[str, Mapping[str, Label]]:
    """Return code and name of all choices, by facet."""
    departments = Organisation.objects.filter(code__in=taken.codes("department"))
    return {
        "audience": dict(Audience.choices),
        "theme": {},
        "mode": dict(Mode.choices),
        "district": named(reach.districts()),
        "department": named(departments),
        "class": term_names.listed(TermList.CLASS),
        "topic": term_names.listed(TermList.TOPIC),
    }
