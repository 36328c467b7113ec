"""The facets of the catalogue: what can be chosen, and how many items each choice would leave.

One grouped query a facet, whatever the number of items: choices within lists (for whom, how we help, decided where) are
counted from the few distinct lists that the database groups.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog import reach, terms
from catalog.enums import Audience, Mode, TermList
from catalog.models import Organisation, ServiceItem, Theme
from portal.kit.words import Words

Items = QuerySet[ServiceItem]
Label = str | Promise | Words
KEYS = ("audience", "theme", "mode", "district", "department", "class", "topic")
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
        self.districts = {row.code: row for row in reach.districts()}
        self.themes = {row.code: row for row in Theme.objects.current()}
        self.departments = {
            row.code: row
            for row in Organisation.objects.filter(pk__in=ServiceItem.objects.public().values("department"))
        }
        self.classes = terms.listed(TermList.CLASS)
        self.topics = terms.listed(TermList.TOPIC)
        known: dict[str, Iterable[str]] = {
            "audience": Audience.values,
            "theme": self.themes,
            "mode": Mode.values,
            "district": self.districts,
            "department": self.departments,
            "class": self.classes,
            "topic": self.topics,
        }
        self.chosen = {key: wanted[key] for key in KEYS if wanted.get(key, "") in known[key]}

    def items(self, *, without: str = "") -> Items:
        """Return the items that remain, not asking the facet WITHOUT."""
        items: Items = ServiceItem.objects.public()
        for key, value in self.chosen.items():
            if key != without:
                items = NARROW[key](items, value) if key != "district" else self._in_district(items, value)
        return items

    def facets(self) -> list[Facet]:
        """Return every facet that offers a choice."""
        themes = [row for row in self.themes.values() if row.audience == self.chosen.get("audience", row.audience)]
        made = [
            self._facet("audience", _("For whom"), Audience.choices, self._in_lists("audience")),
            self._facet("theme", _("Theme"), _named(themes), self._grouped("theme", "themes__code")),
            self._facet("mode", _("How we help"), Mode.choices, self._in_lists("mode", "offered_as")),
            self._facet("district", _("Where"), _named(self.districts.values()), self._by_district()),
            self._facet(
                "department",
                _("Department"),
                _named(self.departments.values()),
                self._grouped("department", "department__code"),
            ),
            self._facet("class", _("Class"), self.classes.items(), self._grouped("class", "item_class")),
            self._facet("topic", _("Topic"), self.topics.items(), self._grouped("topic", "topic")),
        ]
        return [facet for facet in made if len(facet.options) > 1]

    def _facet(self, key: str, label: Label, choices: Iterable[tuple[str, Any]], counts: Counter[str]) -> Facet:
        chosen = self.chosen.get(key)
        options = [Option(code, name, counts[code], code == chosen) for code, name in choices]
        if key in {"department", "theme"}:
            options.sort(key=lambda option: -option.count)
        return Facet(key, label, options)

    def _grouped(self, key: str, column: str) -> Counter[str]:
        rows = self.items(without=key).order_by().values_list(column).annotate(n=Count("pk", distinct=True))
        return Counter(dict(rows))

    def _in_lists(self, key: str, column: str = "") -> Counter[str]:
        counts: Counter[str] = Counter()
        rows = self.items(without=key).order_by().values_list(column or key).annotate(n=Count("pk", distinct=True))
        for codes, n in rows:
            counts.update(dict.fromkeys(codes, n))
        return counts

    def _by_district(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        rows = self.items(without="district").order_by()
        grouped = rows.values_list("department__path", "department__level", "decided_at")
        for path, level, decided, n in grouped.annotate(n=Count("pk", distinct=True)):
            if decided and not set(decided) & set(reach.levels()[1:]):
                continue
            home = reach.territory(path, level)
            whole_city = home.count("/") == 2  # noqa: PLR2004  "/city/"
            counts.update({c: n for c, row in self.districts.items() if whole_city or home.startswith(row.path)})
        return counts

    def _in_district(self, items: Items, code: str) -> Items:
        return reach.decided_at(reach.serving(items, self.districts[code].path), reach.levels()[1:])


def _named(rows: Iterable[Any]) -> list[tuple[str, Label]]:
    return [(row.code, getattr(row, "short_name", None) or row.name) for row in rows]


def _holding(items: Items, column: str, code: str) -> Items:
    return items.alias(**{f"{column}_text": reach.lists(column)}).filter(Q(**{f"{column}_text__contains": f'"{code}"'}))


NARROW: dict[str, Callable[[Items, str], Items]] = {
    "audience": lambda items, code: _holding(items, "audience", code),
    "mode": lambda items, code: _holding(items, "offered_as", code),
    "theme": lambda items, code: items.filter(themes__code=code),
    "department": lambda items, code: items.filter(department__code=code),
    "class": lambda items, code: items.filter(item_class=code),
    "topic": lambda items, code: items.filter(topic=code),
}
