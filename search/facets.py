"""The facets beside the results, in the shape of the catalogue's, counted from the tally of one question."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog import terms
from catalog.enums import Audience, Mode, TermList
from catalog.items.facets import Facet, Label, Option
from catalog.models import Organisation, Theme
from catalog.territory import reach
from search.index.engines.base import Tally
from search.query.query import FACETS, Query


def counts(tally: Tally, query: Query) -> Counter[str]:
    """Return how many things of each kind answer QUERY with its filters, whatever kind it asks for."""
    found: Counter[str] = Counter()
    for (kind, marks), number in tally.groups.items():
        if not query.against(marks):
            found[kind] += number
    return found


def facets(tally: Tally, query: Query) -> list[Facet]:
    """Return every facet that offers a choice: options with what would remain, those of no use left out."""
    chosen = dict(query.filters)
    numbers = _remaining(tally, query)
    offered = ((key, label, options) for key, label, options in _offered(numbers) if numbers[key] or key in chosen)
    made = [_facet(key, label, options, numbers[key], chosen.get(key, "")) for key, label, options in offered]
    return [facet for facet in made if len(facet.options) > 1 or facet.chosen]


def _remaining(tally: Tally, query: Query) -> dict[str, Counter[str]]:
    """Return for each facet what each of its options would leave, beside what is chosen in the others."""
    found: dict[str, Counter[str]] = {key: Counter() for key in FACETS}
    for (kind, marks), number in tally.groups.items():
        if query.kind not in {"", kind}:
            continue
        against = query.against(marks)
        if len(against) > 1:
            continue
        for mark in marks:
            key, _colon, code = mark.partition(":")
            if not against or key == against[0]:
                found[key][code] += number
    return found


def _facet(key: str, label: Label, options: Iterable[tuple[str, Any]], numbers: Counter[str], chosen: str) -> Facet:
    anywhere = numbers["*"]
    made = [Option(code, name, numbers[code] + anywhere, code == chosen) for code, name in options]
    made = [option for option in made if option.count or option.selected]
    if key in {"department", "theme"}:
        made.sort(key=lambda option: -option.count)
    return Facet(key, label, made)


def _offered(numbers: dict[str, Counter[str]]) -> Iterable[tuple[str, Label, Iterable[tuple[str, Any]]]]:
    yield "audience", _("For whom"), Audience.choices
    yield "theme", _("Theme"), _named(Theme.objects.current().filter(code__in=numbers["theme"]))
    yield "mode", _("How we help"), Mode.choices
    yield "district", _("Where"), _named(reach.districts())
    yield "department", _("Department"), _named(Organisation.objects.filter(code__in=numbers["department"]))
    yield "class", _("Class"), terms.listed(TermList.CLASS).items()
    yield "topic", _("Topic"), terms.listed(TermList.TOPIC).items()


def _named(rows: Iterable[Any]) -> list[tuple[str, Label]]:
    return [(row.code, getattr(row, "short_name", None) or row.name) for row in rows]
