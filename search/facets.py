"""The facets beside the results, in the shape of the catalogue's, counted from the tally of one question."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from catalog.enums import Audience, Mode, TermList
from catalog.facets import Facet, Label, facet, named
from catalog.models import Organisation, Theme, term_names
from catalog.territory import reach
from search.index.engines.base import Tally
from search.query.query import FACETS, Query


def counts(tally: Tally, query: Query) -> Counter[str]:
    """Return the number of answers of each kind to QUERY with its filters, regardless of its kind."""
    found: Counter[str] = Counter()
    for (kind, facet_values), number in tally.groups.items():
        if not query.against(facet_values):
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
    """Return for each facet the number that each of its options would leave, with the choices of the others."""
    found: dict[str, Counter[str]] = {key: Counter() for key in FACETS}
    for (kind, facet_values), number in tally.groups.items():
        if query.kind not in {"", kind}:
            continue
        against = query.against(facet_values)
        if len(against) > 1:
            continue
        for value in facet_values:
            key, _colon, code = value.partition(":")
            if not against or key == against[0]:
                found[key][code] += number
    return found


def _facet(key: str, label: Label, options: Mapping[str, Label], numbers: Counter[str], chosen: str) -> Facet:
    anywhere = numbers["*"]
    made = facet(key, label, options, {code: numbers[code] + anywhere for code in options}, chosen)
    return replace(made, options=[option for option in made.options if option.count or option.selected])


def _offered(numbers: dict[str, Counter[str]]) -> Iterable[tuple[str, Label, Mapping[str, Label]]]:
    yield "audience", _("For whom"), dict(Audience.choices)
    yield "theme", _("Theme"), named(Theme.objects.current().filter(code__in=numbers["theme"]))
    yield "mode", _("How we help"), dict(Mode.choices)
    yield "district", _("Where"), named(reach.districts())
    yield "department", _("Department"), named(Organisation.objects.filter(code__in=numbers["department"]))
    yield "class", _("Class"), term_names.listed(TermList.CLASS)
    yield "topic", _("Topic"), term_names.listed(TermList.TOPIC)
